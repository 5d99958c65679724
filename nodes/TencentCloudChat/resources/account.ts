import type { IDataObject } from 'n8n-workflow';

import { objectList } from '../../shared/model/json';
import { unreadableReply } from '../../shared/http/replies';
import { listOptions } from '../../shared/input/options';
import type { Scopes } from '../../shared/model/batch';
import type { Failure } from '../../shared/model/failure';
import type { EndTime } from '../../shared/model/muteEnd';
import { done, failed, scopeStates, userOutcome, wantedStates } from '../../shared/model/rows';
import { endIn, secondsOf } from '../../shared/model/seconds';
import type { Operation, Resource } from '../../shared/model/service';
import { command } from '../api';
import { failureOf } from '../replies';
import { PERMANENT } from '../ends';

/** The channels, and the field that each is called in requests and replies. */
const FIELDS: Readonly<Record<string, string>> = {
	c2c: 'C2CmsgNospeakingTime',
	group: 'GroupmsgNospeakingTime',
};
const CONFIG_SERVICE = 'openconfigsvr';
const ACCOUNTS_PER_CHECK = 100;

const NO_ACCOUNT: Failure = {
	message: 'The account does not exist',
	advice:
		"Check the 'User IDs' parameter, and that the account was imported into this app. Tencent Cloud Chat reports it as muted for ever.",
	code: 'NotImported',
	retry: 'no',
	scope: 'users',
};

/** Accounts in the whole app. https://www.tencentcloud.com/document/product/1047/34923 */
export function accountResource(options: IDataObject): Resource {
	const { simplify } = listOptions(options);
	return {
		readTarget: () => ({}),
		scopes: Object.keys(FIELDS),
		longestMuteMs: () => (PERMANENT - 1) * 1000,
		operations: {
			mute: setNoSpeaking('mute'),
			unmute: setNoSpeaking('users'),
			/** https://www.tencentcloud.com/document/product/1047/34924 */
			get: {
				input: 'users',
				perRequest: 1,
				request: ({ subjects: [{ userId }] }) =>
					command(CONFIG_SERVICE, 'getnospeaking', { Get_Account: userId }),
				outcomes: ({ body, sentAtMs }, { subjects: [subject] }) => {
					const ends = endsOf(body, subject.scopes ?? {}, sentAtMs);
					const read = simplify
						? userOutcome(subject, { scopes: scopeStates(ends, sentAtMs) })
						: done(subject, [{ userId: subject.userId, ...body }]);
					// An account that does not exist reads as muted for ever.
					const isInDoubt = Object.values(ends).includes('permanent');
					return isInDoubt
						? [{ open: { ...subject, known: read.rows[0] }, next: checkAccounts }]
						: [read];
				},
			},
		},
	};
}

/** No length of time lifts the mute; a channel that is left out stays as it is. */
function setNoSpeaking(input: Operation['input']): Operation {
	return {
		input,
		perRequest: 1,
		request: ({ subjects: [{ userId, scopes = {} }] }, nowMs) =>
			command(CONFIG_SERVICE, 'setnospeaking', {
				Set_Account: userId,
				...Object.fromEntries(
					Object.entries(scopes).map(([scope, end]) => [
						FIELDS[scope],
						secondsOf(end, nowMs, PERMANENT),
					]),
				),
			}),
		outcomes: ({ sentAtMs }, { subjects: [subject] }) => [
			userOutcome(subject, { scopes: wantedStates(subject.scopes ?? {}, sentAtMs) }),
		],
	};
}

/** Whether the accounts exist; then what was read of them holds. https://www.tencentcloud.com/document/product/1047/34955 */
const checkAccounts: Operation = {
	input: 'users',
	perRequest: ACCOUNTS_PER_CHECK,
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
};

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
