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

export const chatService = (name: ServiceName, simulator: Simulator): ChatService =>
	name === 'Agora Chat' ? agoraChat(simulator.agora) : tencentChat(simulator.tencent);

function tencentChat(simulator: TencentSimulator): ChatService {
	return {
		name: 'Tencent Cloud Chat',
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
					topicId: options.items.some((item) => 'topicId' in item) ? locator('topicId') : '',
				}),
				credentials: tencentCredential(simulator, options.credential),
			}),
	};
}

function agoraChat(simulator: AgoraSimulator): ChatService {
	return {
		name: 'Agora Chat',
		maxUsers: 60,
		simulator,
		target: ({ id }) => ({ chatRoomId: id }),
		add: ({ id, exists, members, owner, mutes }) => {
			if (!exists) return;
			simulator.addChatRoom({ chatRoomId: id, owner, members: listed(members) });
			for (const [userId, end] of mutes) simulator.mute(id, userId, endOf(end));
		},
		mutes: ({ id }) => simulator.mutes(id),
		reset: () => {
			simulator.reset();
			Object.assign(simulator.settings, agoraDefaults(), { requestsPerSecond: Infinity });
		},
		run: async (options) =>
			await runAgora({
				...common(options, { resource: 'chatRoom', chatRoomId: locator('chatRoomId') }),
				credentials: agoraCredential(simulator, options.credential),
			}),
	};
}

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
