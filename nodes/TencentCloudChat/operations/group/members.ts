import type { INodeProperties } from 'n8n-workflow';

import { optionalText } from '../../../shared/input/choices';
import type { Outcome, Subject } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import type { Text } from '../../../shared/model/operation';
import { failed } from '../../../shared/model/rows';

/** What the operations on members have in common. */

const reasonField: INodeProperties = {
	displayName: 'Reason',
	name: 'reason',
	type: 'string',
	default: '',
	description: 'What the service keeps with it. Users with different reasons share no request.',
};

export const reason = reasonUpTo(1000);

export function reasonUpTo(mostBytes: number): Text {
	const { displayName } = reasonField;
	return {
		field: { ...reasonField },
		read: (value) => optionalText(value, displayName, mostBytes),
	};
}

/** The service fails as a whole where one of the users is the owner: 10007 may be of the group, or of that user. */
export const scopeOf = ({ code, scope }: Failure): Failure['scope'] =>
	code === 10007 ? 'request' : scope;

/** Of one user, 10004 says no more than that it can't be done. */
export function userFailure(failure: Failure, subject: Subject): Outcome {
	if (failure.code !== 10004) return failed(subject, failure);
	return failed(subject, {
		...failure,
		message: 'Tencent Cloud Chat refuses the request: the owner, or a wrong ID',
		advice: 'Check the ID. The owner of a group can be neither removed nor banned.',
	});
}
