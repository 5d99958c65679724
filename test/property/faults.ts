import type { FaultKind } from '../simulator';

/** Faults that pass and do no work: who is reported as failed is not done. */
export const workless: readonly FaultKind[] = [
	'resetBefore',
	'badGateway',
	'unavailable',
	'unavailableDate',
	'tooMany',
	'notJson',
	'internal',
	'overFrequency',
	'wrongShape',
];

/** Faults that pass, so that every user can be done in the end. */
export const passing: readonly FaultKind[] = [
	...workless,
	'resetAfter',
	'badGatewayAfter',
	'truncated',
	'slow',
];
