import { process } from '../support/node';

/** How often a property is tried: more often in the soak, which sets EFFORT. */
export const runs = (count: number): number => count * Number(process.env.EFFORT ?? 1);
