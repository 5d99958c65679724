import { process } from '../support/node';

/** How often a property is tried: more often in the soak, which sets EFFORT. */
export const runs = (count: number): number => count * Number(process.env.EFFORT ?? 1);

/** Long enough for the soak; a property that hangs still ends. */
export const longTest = 30 * 60_000;
