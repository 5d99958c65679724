import type { INodeProperties } from 'n8n-workflow';

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

export const reason: Text = { field: reasonField, mostBytes: 1000 };

/** The service fails as a whole where one of the users is the owner: 10007 may be of the group, or of that user. */
export const mayBeOfSome = ({ code }: Failure): boolean => code === 10007;

/** Of one user, 10004 says no more than that it can't be done. */
export function userFailure(failure: Failure, subject: Subject): Outcome {
	if (failure.code !== 10004) return failed(subject, failure);
	return failed(subject, {
		...failure,
		message: 'Tencent Cloud Chat refuses the request: the owner, or a wrong ID',
		advice: 'Check the ID. The owner of a group can be neither removed nor banned.',
	});
}
