import type { Resource } from '../../../shared/model/operation';
import { PERMANENT } from '../../ends';
import { get } from './get';
import { mute, unmute } from './mute';
import { scopes } from './scopes';

/** Accounts in the whole app. */
export const account: Resource = {
	panel: { name: 'Account', value: 'account', description: 'Accounts in the whole app' },
	target: [],
	readTarget: () => ({}),
	scopes,
	longestMuteMs: () => (PERMANENT - 1) * 1000,
	operations: { get, mute, unmute },
};
