import type { TencentEndpoint } from '../../../../credentials/endpoints/tencent';
import { flag } from '../../../shared/input/choices';
import { userIdsOf, type Texts } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { objectList, textOf } from '../../../shared/model/json';
import type { Option, OperationPanel } from '../../../shared/model/operation';
import { done, failed, userOutcome } from '../../../shared/model/rows';
import { messageTexts } from '../../../shared/operations/messageTexts';
import { batchSize } from '../../../shared/operations/options';
import { command, GROUP_SERVICE, PRIVATE_SERVICE } from '../../api';
import { failureOf } from '../../replies';
import { checkUserId } from '../../userIds';
import { COMMUNITY_MARK, placeFields } from '../group/target';
import { defineOperation } from './target';

const MAX_ACCOUNTS = 500;
/** Older pages say 8,000 bytes, newer ones 12 KB for the whole message. */
const MAX_TEXT_BYTES = 8000;
/** Counted by receiver. */
const RECEIVERS_PER_MINUTE = 12_000;
/** Of all senders together. */
const GROUP_MESSAGES_PER_SECOND = 40;
/** The service drops the same `Random` and content for five minutes. */
const KNOWN_FOR_MS = 240_000;
/** Not on the other devices of the sender, nor in the sender's history. */
const FOR_RECEIVERS_ALONE = 2;
const TOO_MANY_ACCOUNTS = 90011;

const panel: OperationPanel = {
	name: 'Send',
	action: 'Send messages',
	description:
		'Send a text to many users privately, or into groups and topics. Nobody gets it twice.',
};

const NO_RESULT: Failure = {
	message: 'Tencent Cloud Chat names a receiver that it was not asked for',
	advice: 'Look into the chat who got it.',
	code: 'NO_RESULT',
	retry: 'no',
	scope: 'request',
	isLost: true,
};

const texts = messageTexts(
	MAX_TEXT_BYTES,
	checkUserId,
	({ identifier }: TencentEndpoint) => identifier,
);

const skipCallbacks: Option<boolean> = {
	field: {
		displayName: 'Skip Callbacks',
		name: 'skipCallbacks',
		type: 'boolean',
		default: true,
		description:
			"Whether the message starts no callback, so that the app's own rules do not judge it. Private messages never start one.",
	},
	read: (value) => flag(value ?? true, 'Skip Callbacks'),
};

/** https://www.tencentcloud.com/document/product/1047/34921 */
const toUsers = defineOperation({
	panel,
	input: 'users',
	texts,
	options: { batchSize: batchSize(MAX_ACCOUNTS) },
	most: MAX_ACCOUNTS,
	// That the service would know it again by `MsgRandom` is not documented for this call.
	once: { knownForMs: 0 },
	request: (batch, _, __, tag) => ({
		...command(PRIVATE_SERVICE, 'batchsendmsg', {
			SyncOtherMachine: FOR_RECEIVERS_ALONE,
			...fromSender(batch.texts),
			To_Account: userIdsOf(batch),
			MsgRandom: tag,
			MsgBody: bodyOf(batch.texts),
		}),
		quota: {
			name: 'receivers',
			most: RECEIVERS_PER_MINUTE,
			perMs: 60_000,
			cost: batch.subjects.length,
		},
	}),
	// `SomeError` comes with code 0, and an old `FAIL` with a list: who is not on it was sent to.
	outcomes: ({ body }, { subjects }) => {
		const rows = objectList(body.ErrorList, 'ErrorList');
		const codes = new Map(rows.map((row) => [textOf(row.To_Account), row.ErrorCode]));
		const sent = { sent: true, messageId: textOf(body.MsgKey) || null };
		const asked = new Set(subjects.map(({ userId }) => userId));
		const others = [...codes.keys()].every((userId) => asked.has(userId)) ? undefined : NO_RESULT;
		return subjects.map((subject) => {
			const { userId } = subject;
			const failure = codes.has(userId)
				? failureOf({ ErrorCode: codes.get(userId) ?? NaN })
				: others;
			return failure ? failed(subject, failure) : userOutcome(subject, sent);
		});
	},
	// Without a list of its own, a refusal is of all receivers.
	scopeOf: ({ scope, code }) => (scope === 'app' || code === TOO_MANY_ACCOUNTS ? scope : 'target'),
});

/** https://www.tencentcloud.com/document/product/1047/34959 */
const intoGroups = defineOperation({
	panel,
	input: 'target',
	target: ['groupId', 'topicId'],
	changesTarget: ({ groupId = '' }) => groupId.startsWith(COMMUNITY_MARK),
	texts,
	options: { skipCallbacks },
	most: 1,
	once: { knownForMs: KNOWN_FOR_MS },
	request: ({ target, texts: given }, _, { options }, tag) => ({
		...command(GROUP_SERVICE, 'send_group_msg', {
			...placeFields(target),
			...fromSender(given),
			Random: tag,
			MsgBody: bodyOf(given),
			...(options.skipCallbacks && {
				ForbidCallbackControl: ['ForbidBeforeSendMsgCallback', 'ForbidAfterSendMsgCallback'],
			}),
		}),
		quota: {
			name: `messages in ${target.groupId}`,
			most: GROUP_MESSAGES_PER_SECOND,
			perMs: 1000,
			cost: 1,
		},
	}),
	outcomes: ({ body }, { subjects, target }) => {
		const messageId = textOf(body.MsgSeq) || null;
		return subjects.map((subject) => done(subject, [{ ...target, sent: true, messageId }]));
	},
});

export const send = { group: intoGroups, user: toUsers };

const bodyOf = ({ text }: Texts) => [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }];

/** In the name of the admin who calls, unless another is given. */
const fromSender = ({ sender }: Texts) => sender && { From_Account: sender };
