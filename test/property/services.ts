import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeParameters,
} from 'n8n-workflow';

import type { AgoraSimulator, Simulator, TencentSimulator } from '../simulator';
import { agoraDefaults } from '../simulator/agora/settings';
import { tencentDefaults } from '../simulator/tencent/settings';
import { agoraCredential, tencentCredential } from '../support/credentials';
import { runAgora, runTencent, type NodeRun } from '../support/engine';
import type { Place } from './model';

/** The two services behind one face: the node that talks to it, and the simulator it talks to. */

export const serviceNames = ['Tencent Cloud Chat', 'Agora Chat'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What is muted in, each service with all that it has. Allow lists know no end, and are as mute lists else. */
export const faces = [
	['Tencent Cloud Chat', 'groups'],
	['Agora Chat', 'chat rooms'],
	['Agora Chat', 'chat groups'],
	['Agora Chat', 'allow lists'],
] as const;
export type Face = (typeof faces)[number][1];
export type OnError = NonNullable<INode['onError']>;

export interface RunOptions {
	readonly operation: string;
	readonly items: IDataObject[];
	readonly onError?: OnError;
	/** Parameters beside those that every run has. */
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
	readonly credential?: ICredentialDataDecryptedObject;
	readonly onStart?: (cancel: () => void) => void;
}

export interface ChatService {
	readonly name: ServiceName;
	readonly face: Face;
	/** Users in one request, as documented. */
	readonly maxUsers: number;
	readonly simulator: TencentSimulator | AgoraSimulator;
	/** The place as items and rows name it. */
	target(place: Place): IDataObject;
	/** Puts the place and its mutes into the simulator. */
	add(place: Place): void;
	/** Mutes in force: milliseconds since 1970, or `permanent`. */
	mutes(place: Place): Map<string, number | 'permanent'>;
	/** Nothing in it, no faults, settings as at the start. */
	reset(): void;
	run(options: RunOptions): Promise<NodeRun>;
}

export function chatService(name: ServiceName, simulator: Simulator, face?: Face): ChatService {
	if (name === 'Tencent Cloud Chat') return tencentChat(simulator.tencent);
	const rooms = agoraChat(simulator.agora, face ?? 'chat rooms');
	return face === 'allow lists' ? allowLists(rooms, simulator.agora) : rooms;
}

function tencentChat(simulator: TencentSimulator): ChatService {
	return {
		name: 'Tencent Cloud Chat',
		face: 'groups',
		maxUsers: 500,
		simulator,
		target: ({ id, topicId }) => ({ groupId: id, ...(topicId && { topicId }) }),
		add: ({ id, topicId, exists, mutable, members, owner, mutes }) => {
			if (!exists) return;
			const type = topicId ? 'Community' : mutable ? 'Public' : 'Private';
			simulator.addGroup({ groupId: id, type, owner, members: listed(members) });
			if (topicId) simulator.addTopic({ groupId: id, topicId });
			for (const [userId, end] of mutes) simulator.mute(id, userId, endOf(end), topicId);
		},
		mutes: ({ id, topicId }) =>
			new Map(
				[...simulator.mutes(id, topicId)].map(([userId, end]) => [
					userId,
					end === 'permanent' ? end : end * 1000,
				]),
			),
		reset: () => {
			simulator.reset();
			Object.assign(simulator.settings, tencentDefaults, { requestsPerSecond: Infinity });
		},
		run: async (options) =>
			await runTencent({
				...common(options, {
					resource: 'group',
					groupId: locator('groupId'),
					topicId: topicLocator(options),
				}),
				credentials: tencentCredential(simulator, options.credential),
			}),
	};
}

/** A row of a group has no topic: where its mute list as a whole is meant, its own ID says so. */
function topicLocator({ items, operation }: RunOptions) {
	const ofTopics = items.filter((item) => 'topicId' in item);
	if (ofTopics.length === 0) return '';
	const isMixed = operation === 'syncMuted' && ofTopics.length < items.length;
	return locator(isMixed ? 'topicId ?? $json.groupId' : 'topicId');
}

function agoraChat(simulator: AgoraSimulator, face: Face): ChatService {
	const [resource, idName] =
		face === 'chat groups' ? ['chatGroup', 'chatGroupId'] : ['chatRoom', 'chatRoomId'];
	return {
		name: 'Agora Chat',
		face,
		maxUsers: 60,
		simulator,
		target: ({ id }) => ({ [idName]: id }),
		add: ({ id, exists, members, owner, mutes }) => {
			if (!exists) return;
			const place = { owner, members: listed(members) };
			if (face === 'chat groups') simulator.addChatGroup({ chatGroupId: id, ...place });
			else simulator.addChatRoom({ chatRoomId: id, ...place });
			for (const [userId, end] of mutes) simulator.mute(id, userId, endOf(end));
		},
		mutes: ({ id }) => simulator.mutes(id),
		reset: () => {
			simulator.reset();
			Object.assign(simulator.settings, agoraDefaults(), { requestsPerSecond: Infinity });
		},
		run: async (options) =>
			await runAgora({
				...common(options, { resource, [idName]: locator(idName) }),
				credentials: agoraCredential(simulator, options.credential),
			}),
	};
}

/** Who is on the list of a room is muted for ever, in the words of the others; who leaves it is unmuted. */
const allowLists = (rooms: ChatService, simulator: AgoraSimulator): ChatService => ({
	...rooms,
	add: (place) => {
		rooms.add({ ...place, mutes: new Map() });
		if (!place.exists) return;
		for (const userId of place.mutes.keys()) simulator.allow(place.id, userId);
	},
	mutes: ({ id }) =>
		new Map([...simulator.allowList(id)].map((userId) => [userId, 'permanent' as const])),
	run: async ({ operation, ...options }) =>
		await rooms.run({ operation: operation === 'mute' ? 'allow' : 'disallow', ...options }),
});

/** Every parameter is a reference to the item, so that each item says what it wants. */
function common(
	{ operation, items, onError, parameters, options = {}, onStart }: RunOptions,
	place: INodeParameters,
) {
	return {
		items,
		onStart,
		settings: onError && { onError },
		parameters: {
			...place,
			operation,
			userIds: '={{ $json.userIds }}',
			muteFor: '={{ $json.muteFor }}',
			duration: '={{ $json.duration }}',
			durationUnit: '={{ $json.durationUnit }}',
			until: '={{ $json.until }}',
			...parameters,
			options,
		},
	};
}

const locator = (field: string): INodeParameters => ({
	__rl: true,
	mode: 'id',
	value: `={{ $json.${field} }}`,
});

const listed = (members: Place['members']) => (members === 'anyone' ? members : [...members]);

function endOf(end: Place['mutes'] extends Map<string, infer E> ? E : never): number | 'permanent' {
	if (end === 'permanent') return end;
	return 'at' in end ? end.at : Date.now() + end.after;
}
