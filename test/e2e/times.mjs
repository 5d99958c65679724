import assert from 'node:assert/strict';
import { resetAt } from './stage.mjs';

/** The services count in seconds, and so does a row. */
const secondMs = 1000;

/** Two times of one test, in milliseconds since 1970: no farther apart than it takes by now, however busy the machine. */
export function assertNear(time, expected) {
	const tookMs = Date.now() - resetAt;
	assert.ok(Math.abs(time - expected) <= tookMs + secondMs, `${time} is not near ${expected}`);
}

/** A mute of so many minutes that began in this test ends then. */
export function assertMinutes(end, minutes) {
	const latest = Date.now() + minutes * 60_000;
	assertNear(end, latest);
	assert.ok(end <= latest, `${end} is later than ${latest}`);
}
