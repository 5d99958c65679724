import { process } from '../support/node';

/** `npm test` tries each property for a moment; `npm run test:properties` four times as often, `npm run test:soak` eight times. */
const DAILY = 0.25;

/** How often a property is tried. @param count where EFFORT is 1 */
export const runs = (count: number): number =>
	Math.max(1, Math.ceil(count * Number(process.env.EFFORT ?? DAILY)));
