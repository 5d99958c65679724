import type { IDataObject } from 'n8n-workflow';

import { unreadableReply } from '../../../shared/http/replies';
import type { Scopes } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { objectList } from '../../../shared/model/json';
import type { EndTime } from '../../../shared/model/muteEnd';
import { done, failed, scopeStates, userOutcome } from '../../../shared/model/rows';
import { endIn } from '../../../shared/model/seconds';
import { simplify } from '../../../shared/operations/options';
import { command } from '../../api';
import { PERMANENT } from '../../ends';
import { failureOf } from '../../replies';
import { CONFIG_SERVICE, defineOperation, FIELDS } from './scopes';

const ACCOUNTS_PER_CHECK = 100;

const NO_ACCOUNT: Failure = {
	message: 'The account does not exist',
	advice:
		"Check the 'User IDs' parameter, and that the account was imported into this app. Tencent Cloud Chat reports it as muted for ever.",
	code: 'NotImported',
	retry: 'no',
	scope: 'users',
};

/** https://www.tencentcloud.com/document/product/1047/34924 */
export const get = defineOperation({
	panel: {
		name: 'Get',
		action: 'Get mutes of accounts in whole app',
		description: 'Get whether accounts are muted in the whole app, and until when',
	},
	input: 'appUsers',
	options: { simplify },
	most: 1,
	request: ({ subjects: [{ userId }] }) =>
		command(CONFIG_SERVICE, 'getnospeaking', { Get_Account: userId }),
	outcomes: ({ body, sentAtMs }, { subjects: [subject] }, { options }) => {
		const ends = endsOf(body, subject.scopes, sentAtMs);
		const read = options.simplify
			? userOutcome(subject, { scopes: scopeStates(ends, sentAtMs) })
			: done(subject, [{ userId: subject.userId, ...body }]);
		// An account that does not exist reads as muted for ever.
		const isInDoubt = Object.values(ends).includes('permanent');
		return isInDoubt
			? [{ open: { ...subject, known: read.rows[0] }, next: checkAccounts }]
			: [read];
	},
});

/** Whether the accounts exist; then what was read of them holds. https://www.tencentcloud.com/document/product/1047/34955 */
const checkAccounts = defineOperation({
	input: 'appUsers',
	most: ACCOUNTS_PER_CHECK,
	request: ({ subjects }) =>
		command('im_open_login_svc', 'account_check', {
			CheckItem: subjects.map(({ userId }) => ({ UserID: userId })),
		}),
	outcomes: ({ body }, { subjects }) => {
		const told = new Map(
			objectList(body.ResultItem, 'ResultItem').map((item) => [item.UserID, item]),
		);
		return subjects.map(({ known, ...subject }) => {
			const failure = accountFailure(told.get(subject.userId));
			return known && !failure ? done(subject, [known]) : failed(subject, failure ?? NO_ACCOUNT);
		});
	},
});

function accountFailure(item: IDataObject | undefined): Failure | undefined {
	if (!item) return unreadableReply('an account was left out');
	const { ResultCode, ResultInfo, AccountStatus } = item;
	const failure = failureOf({ ErrorCode: ResultCode, ErrorInfo: ResultInfo });
	return failure ?? (AccountStatus === 'Imported' ? undefined : NO_ACCOUNT);
}

/** Read at this moment. */
function endsOf(
	answer: IDataObject,
	scopes: Scopes,
	nowMs: number,
): Record<string, EndTime | null> {
	const isPermanent = (seconds: number) => seconds >= PERMANENT;
	return Object.fromEntries(
		Object.keys(scopes).map((scope) => {
			const field = FIELDS[scope];
			return [scope, endIn(answer[field], field, isPermanent, nowMs)];
		}),
	);
}
