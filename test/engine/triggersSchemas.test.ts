import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startReceiver, type Receiver } from '../simulator/receiver';
import {
	editedEvent,
	keywordAlert,
	moderated,
	recalled,
	textBody,
} from '../simulator/agora/events';
import {
	auditResult,
	groupMessageEdited,
	groupMessagesRecalled,
	privateMessageEdited,
	privateMessageRecalled,
	requestOverLimit,
	stateChanged,
	type PrivateMessage,
} from '../simulator/tencent/events';
import type { Group } from '../simulator/tencent/state';
import { appKey, eventsOf } from '../support/callbacks';
import { agoraCredential, tencentCredential } from '../support/credentials';
import { triggerTypes } from '../support/engine';
import { fieldPaths, misfits, readSchema, schemaPaths } from '../support/schema';
import { useWebhooks } from '../support/webhook';
import {
	community,
	crew,
	freezeClock,
	frozenNow,
	lobby,
	lounge,
	topic,
	useServices,
} from './services';

/** What n8n knows of a trigger's output before the first callback is what comes out of the callbacks. */

const services = useServices();
const webhooks = useWebhooks();
let receiver: Receiver;

beforeAll(async () => {
	receiver = await startReceiver();
});

afterAll(async () => await receiver.stop());

beforeEach(() => {
	freezeClock();
	receiver.received.length = 0;
});

type Service = keyof typeof triggerTypes;

const credentialsOf = {
	tencent: () => tencentCredential(services.tencent),
	agora: () => {
		const { callbackSecrets } = services.agora.credentials;
		return agoraCredential(services.agora, { callbackSecrets });
	},
};

/** The items that the trigger makes of all that its service has sent. */
async function itemsOf(service: Service, parameters: INodeParameters = {}): Promise<IDataObject[]> {
	await services[service].callbacks.outbox.settled();
	const trigger = {
		type: service,
		parameters: { events: eventsOf(service), ...parameters },
		credentials: credentialsOf[service](),
	};
	const items = [];
	for (const { query, body } of receiver.received) {
		const callback = { query: query.toString(), body: JSON.stringify(body) };
		items.push(...((await webhooks.send(trigger, callback)).items ?? []));
	}
	// What the service's own body holds is the service's.
	return items.map((item) => ('body' in item ? { ...item, body: {} } : item));
}

async function everythingHappensOnTencent(): Promise<void> {
	const { tencent } = services;
	Object.assign(tencent.callbacks, { url: receiver.url, timeoutMs: 60_000 });
	await tencent.sendMessage({ groupId: lobby, from: 'ann', text: 'hello' });
	await tencent.sendMessage({ groupId: community, topicId: topic, from: 'ann', text: 'hello' });
	await tencent.sendPrivateMessage({ from: 'ann', to: 'bob', text: 'hello' });
	tencent.mute(lobby, 'bob', 'permanent');
	await tencent.sendMessage({ groupId: lobby, from: 'bob', text: 'hello' });
	tencent.join(lobby, ['eve', 'fay'], 'ann');
	tencent.leave(lobby, ['eve']);
	const { sdkAppId } = tencent.credentials;
	tencent.callbacks.tell(auditResult(sdkAppId, 'ann', { groupId: lobby }, ['awful'], ['awful']));
	tencent.callbacks.tell(requestOverLimit('forbid_send_msg', 510, 200));
	tencent.callbacks.tell(stateChanged('ann', 'Login', frozenNow));
	const body = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hello' } }];
	const message: PrivateMessage = {
		from: 'ann',
		to: 'bob',
		body,
		random: 1,
		seq: 2,
		at: frozenNow,
	};
	tencent.callbacks.tell(privateMessageEdited(message, 'ann'));
	tencent.callbacks.tell(privateMessageRecalled('ann', 'bob', '2_1_1', frozenNow));
	const group = { id: lobby, type: 'Public' } as Group;
	tencent.callbacks.tell(groupMessageEdited({ ...message, group }, 2, 'bob'));
	tencent.callbacks.tell(groupMessagesRecalled(group, [2, 3], 'ann', frozenNow));
}

async function everythingHappensOnAgora(): Promise<void> {
	const { agora } = services;
	const [secret] = agora.credentials.callbackSecrets.split(',');
	const rule = { url: receiver.url, secret, timeoutMs: 3000 } as const;
	agora.callbacks.rules = [
		{ kind: 'preDelivery', ...rule },
		{ kind: 'postDelivery', ...rule },
		{ kind: 'postDelivery', ...rule, chatTypes: ['muc'], operations: 'muc' },
	];
	receiver.answer = () => ({ status: 200, text: '{"valid":true}' });
	await agora.sendMessage({ id: lounge, from: 'ann', text: 'hello' });
	await agora.sendMessage({ id: crew, from: 'ann', text: 'hello' });
	await agora.sendPrivateMessage({ from: 'ann', to: 'bob', text: 'hello' });
	const admin = '@ppAdmin';
	const minute = frozenNow + 60_000;
	agora.operate(lounge, 'MUTE', { type: 'ADD', member: ['ann'], expire_timestamp: minute }, admin);
	agora.operate(lounge, 'MUTE', { type: 'REMOVE', member: ['ann'] }, admin);
	agora.operate(crew, 'UPDATE', { type: 'MUTE', mute: true }, admin);
	agora.operate(crew, 'UPDATE', { type: 'MUTE', mute: false }, admin);
	agora.operate(crew, 'UPDATE', { type: 'ANNOUNCEMENT' }, admin);
	agora.operateMuc(lounge, 'add_mute', 'owner', 'ann');
	agora.join(lounge, ['eve']);
	agora.leave(lounge, ['eve'], 'owner');
	const message = { id: '1034', from: 'ann', to: 'bob', bodies: [textBody('hello')], ext: {} };
	const edit = { message, editor: 'ann', at: frozenNow };
	agora.callbacks.tell(editedEvent(edit, '1035', 'chat'));
	agora.callbacks.tell(editedEvent(edit, '1036'));
	agora.callbacks.tell(recalled('ann', lounge, '1034'));
	const audited = {
		from: 'ann',
		to: lounge,
		id: '1034',
		targetType: 'chatroom',
		msg: 'x',
	} as const;
	agora.callbacks.tell(moderated(audited, 'REJECT', 'REJECT', 'AD'));
	agora.callbacks.tell(keywordAlert(appKey, { ...audited, to: 'bob' }, 'refuse', ['x']));
}

it.each([
	['tencent', everythingHappensOnTencent],
	['agora', everythingHappensOnAgora],
] as const)('Of %s comes out what its schema says, and nothing else', async (service, happens) => {
	const schema = readSchema(triggerTypes[service]);
	await happens();
	const items = [
		...(await itemsOf(service)),
		...(await itemsOf(service, { rules: { words: 'hello' } })),
	];

	expect([...new Set(items.map(({ event }) => event))].sort()).toEqual(eventsOf(service).sort());
	expect(items.flatMap((item) => misfits(item, schema))).toEqual([]);
	expect([...new Set(items.flatMap((item) => fieldPaths(item)))].sort()).toEqual(
		schemaPaths(schema).sort(),
	);
});

it.each(['tencent', 'agora'] as const)(
	'The sample in the panel of %s is such an item',
	(service) => {
		const { triggerPanel } = triggerTypes[service].description;
		const { executionsHelp } = triggerPanel as { executionsHelp: string };
		const [, sample] = /<code>(.*?)<\/code>/.exec(executionsHelp) ?? [];
		const [item, ...others] = JSON.parse(sample) as IDataObject[];

		expect(others).toEqual([]);
		expect(misfits(item, readSchema(triggerTypes[service]))).toEqual([]);
		expect(item).toMatchObject({ event: 'messageBefore', userId: 'alice', text: 'buy now' });
	},
);
