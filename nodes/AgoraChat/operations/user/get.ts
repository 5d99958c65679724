import { isObject, UnexpectedReply } from '../../../shared/model/json';
import { done, scopeStates, userOutcome } from '../../../shared/model/rows';
import { simplify } from '../../../shared/operations/options';
import { defineOperation, endsOf } from './scopes';

export const get = defineOperation({
	panel: {
		name: 'Get',
		action: 'Get mutes of users in whole app',
		description: 'Get whether users are muted in the whole app, and until when',
	},
	input: 'appUsers',
	options: { simplify },
	most: 1,
	request: ({ subjects: [{ userId }] }) => ({
		api: { name: 'GET mutes/{username}' },
		method: 'GET',
		path: `/mutes/${encodeURIComponent(userId)}`,
	}),
	outcomes: ({ body, sentAtMs }, { subjects: [subject] }, { options }) => {
		const { data } = body;
		if (!isObject(data)) throw new UnexpectedReply("'data' is not an object");
		if (!options.simplify) return [done(subject, [{ userId: subject.userId, ...data }])];
		const ends = endsOf(data, Object.keys(subject.scopes), sentAtMs);
		return [userOutcome(subject, { scopes: scopeStates(ends, sentAtMs) })];
	},
});
