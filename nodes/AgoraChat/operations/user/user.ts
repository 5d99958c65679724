import type { Resource } from '../../../shared/model/operation';
import { get } from './get';
import { getAll } from './getAll';
import { mute, unmute } from './mute';
import { scopes } from './scopes';

/** Seconds; what is longer is refused. */
const LONGEST_SECONDS = 2_147_483_647;

/** Users of the whole app. */
export const user: Resource = {
	panel: { name: 'User', value: 'user', description: 'Users in the whole app' },
	target: [],
	readTarget: () => ({}),
	scopes,
	longestMuteMs: () => LONGEST_SECONDS * 1000,
	operations: { get, getAll, mute, unmute },
};
