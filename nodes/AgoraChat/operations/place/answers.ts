import type { IDataObject } from 'n8n-workflow';

import type { Batch, Outcome, Subject } from '../../../shared/model/batch';
import { readable, withoutSecrets, type Failure } from '../../../shared/model/failure';
import { isObject, objectList, textOf, UnexpectedReply } from '../../../shared/model/json';
import type { Open } from '../../../shared/model/operation';
import { failed, userOutcome } from '../../../shared/model/rows';
import { lowerCase } from '../../userIds';

/** The rows of the users; for one user the answer may come without the list. */
export const rowsIn = ({ data }: IDataObject): unknown => (isObject(data) ? [data] : data);

/** Each user's own row says whether it was done; a user without a row was not. */
export function answeredOutcomes(
	data: unknown,
	{ subjects }: Batch,
	stateOf: (answer: IDataObject) => IDataObject,
	fail: (failure: Failure, subject: Subject) => Outcome | Open = (failure, subject) =>
		failed(subject, failure),
): Array<Outcome | Open> {
	if (!Array.isArray(data)) throw new UnexpectedReply("'data' is not a list");
	const answers = new Map(
		objectList(data, 'data').map((answer) => [lowerCase(textOf(answer.user)), answer]),
	);
	return subjects.map((subject) => {
		const answer = answers.get(String(subject.userId));
		if (answer?.result === true) return userOutcome(subject, stateOf(answer));
		return fail(userFailure(answer), subject);
	});
}

/** In the row of a user, before the ID of the place. */
const STRANGER = /doesn'?t exist in /i;

function userFailure(answer: IDataObject | undefined): Failure {
	return {
		message: answer
			? 'Agora Chat did not do it for this user'
			: 'Agora Chat said nothing of this user',
		said: withoutSecrets(answer?.reason),
		advice:
			'Check that the user exists and is a member of the room or group, and is not its owner.',
		code: answer ? 'RESULT_FALSE' : 'NO_RESULT',
		retry: 'no',
		scope: 'users',
		ofStrangers: STRANGER.test(readable(answer?.reason)),
	};
}
