import { UserError } from 'n8n-workflow';

import { shown } from '../shared/input/ids';
import { isPrintable } from './api';

const MAX_USER_ID_BYTES = 32;

/** @param parameter display name of the parameter, for the message */
export function checkUserId(userId: string, parameter = 'User IDs'): string {
	if (!isPrintable(userId)) {
		throw new UserError(
			`The '${parameter}' parameter has an ID with characters that Tencent Cloud Chat does not take: ${shown(userId)}`,
			{
				description:
					'User IDs are made of printable ASCII characters: letters, digits and common signs.',
			},
		);
	}
	if (userId.length > MAX_USER_ID_BYTES) {
		throw new UserError(
			`The '${parameter}' parameter has an ID longer than ${MAX_USER_ID_BYTES} bytes: ${shown(userId)}`,
			{
				description: 'Separate several IDs by commas or line ends, or give an array.',
			},
		);
	}
	return userId;
}
