import type { IDataObject } from 'n8n-workflow';

import { userIdsOf, type Texts } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { isObject, UnexpectedReply } from '../../../shared/model/json';
import type { OperationPanel } from '../../../shared/model/operation';
import type { Quota, ServiceRequest } from '../../../shared/model/requests';
import { done, failed, userOutcome } from '../../../shared/model/rows';
import { messageTexts } from '../../../shared/operations/messageTexts';
import { batchSize } from '../../../shared/operations/options';
import { CHAT_GROUP, CHAT_ROOM, type PlaceKind } from '../../places';
import { checkUserId, lowerCase } from '../../userIds';
import { idOf } from '../place/target';
import { defineOperation } from './target';

/** 5 KB with all that is around it; older pages of Easemob say 3 KB. */
const MAX_TEXT_BYTES = 3000;
const MAX_USERS = 600;
/** In whose name the service sends what has no `from`. */
const ADMINISTRATOR = 'admin';
/** Counted by receiver. */
const RECEIVERS: Omit<Quota, 'cost'> = { name: 'receivers', most: 6000, perMs: 60_000 };
/** Rooms: some pages say 100 calls a second. */
const CALLS_PER_SECOND = 20;

/** How many places one request takes, and how many messages the service takes in a second. */
const LIMITS = {
	chatRoom: { most: 10, perSecond: 100, fields: { chatroom_msg_level: 'high' } },
	chatGroup: { most: 3, perSecond: 20, fields: {} },
} as const;

const panel: OperationPanel = {
	name: 'Send',
	action: 'Send messages',
	description:
		'Send a text to many users privately, or into chat rooms and chat groups. Nobody gets it twice.',
};

const NO_RESULT: Failure = {
	message: 'Agora Chat said nothing of this receiver',
	advice: 'Check the ID, and look into the chat before you send it again.',
	code: 'NO_RESULT',
	retry: 'no',
	scope: 'request',
	isLost: true,
};

const texts = messageTexts(MAX_TEXT_BYTES, checkUserId, () => ADMINISTRATOR);
/** No key against duplicates is documented. */
const once = { knownForMs: 0 };

/** https://docs.agora.io/en/agora-chat/restful-api/message-management#send-a-one-to-one-message */
const toUsers = defineOperation({
	panel,
	input: 'users',
	texts,
	options: { batchSize: batchSize(MAX_USERS) },
	most: MAX_USERS,
	once,
	request: (batch) => ({
		...sendCall('users', userIdsOf(batch), batch.texts),
		quota: { ...RECEIVERS, cost: batch.subjects.length },
	}),
	outcomes: ({ body }, { subjects }) => {
		const ids = sentIn(body);
		return subjects.map((subject) => {
			const messageId = ids.get(String(subject.userId));
			return messageId === undefined
				? failed(subject, NO_RESULT)
				: userOutcome(subject, { sent: true, messageId });
		});
	},
	scopeOf,
});

const intoPlaces = (kind: PlaceKind) => {
	const { most, perSecond, fields } = LIMITS[kind.resource];
	return defineOperation({
		panel,
		input: 'target',
		target: [kind.idName],
		texts,
		most,
		mixing: () => '',
		once,
		request: ({ subjects, texts: given }) => {
			const ids = subjects.map(({ target }) => idOf(kind, target));
			const name = `messages in ${kind.path}`;
			return {
				...sendCall(kind.path, ids, given, fields),
				quota: { name, most: perSecond, perMs: 1000, cost: ids.length },
			};
		},
		outcomes: ({ body }, { subjects }) => {
			const ids = sentIn(body);
			return subjects.map((subject) => {
				const messageId = ids.get(lowerCase(idOf(kind, subject.target)));
				return messageId === undefined
					? failed(subject, NO_RESULT)
					: done(subject, [{ ...subject.target, sent: true, messageId }]);
			});
		},
		scopeOf,
	});
};

export const send = {
	chatRoom: intoPlaces(CHAT_ROOM),
	chatGroup: intoPlaces(CHAT_GROUP),
	user: toUsers,
};

function sendCall(
	to: 'users' | PlaceKind['path'],
	ids: readonly string[],
	{ text, sender }: Texts,
	fields: IDataObject = {},
): ServiceRequest {
	return {
		api: {
			name: `POST messages/${to}`,
			...(to !== 'users' && { callsPerSecond: CALLS_PER_SECOND }),
		},
		method: 'POST',
		path: `/messages/${to}`,
		body: {
			...(sender && { from: sender }),
			to: ids,
			type: 'txt',
			body: { msg: text },
			...fields,
			sync_device: false,
		},
	};
}

/** Who is there was sent to, be it with an ID or, as of old, with a word. */
function sentIn({ data }: IDataObject): Map<string, string | null> {
	if (!isObject(data)) throw new UnexpectedReply("'data' is not an object");
	const sent = new Map<string, string | null>();
	for (const [receiver, value] of Object.entries(data)) {
		const id = Number.isSafeInteger(value) ? String(value) : value;
		if (typeof id === 'string' && id !== '')
			sent.set(lowerCase(receiver), /^\d+$/.test(id) ? id : null);
		else if (typeof id === 'number') sent.set(lowerCase(receiver), null); // rounded
	}
	return sent;
}

/** A refusal is of all receivers, unless they are too many. */
function scopeOf({ scope, maxUsers }: Failure): Failure['scope'] {
	return scope === 'app' || maxUsers ? scope : 'target';
}
