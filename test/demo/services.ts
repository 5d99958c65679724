import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { AgoraSimulator, MuteEnd, Simulator, TencentSimulator } from '../simulator';
import { runChain, type ChainedNode } from '../support/chain';
import type { CredentialData, NodeRun } from '../support/engine';

/** Where people talk: a group, a topic or a chat room. Its state is the simulator's own. */
export interface Place {
	readonly name: string;
	/** The ids that name it in a row, as our nodes take them and put them out. */
	readonly ids: Readonly<Record<string, string>>;
	/** Who is muted, and until when: milliseconds since 1970. */
	mutes(): Map<string, MuteEnd>;
	isAllMuted(): boolean;
}

/** One of the two services: its simulator, and our node for it in n8n's engine. */
export interface Service {
	readonly name: 'Tencent' | 'Agora';
	readonly simulator: TencentSimulator | AgoraSimulator;
	/** What the service documents, and what the fewest requests are reckoned with. */
	readonly usersPerRequest: number;
	readonly places: readonly Place[];
	readonly placesInWords: string;
	/** Our node's parameters for acting where each row says. */
	readonly whereRowSays: INodeParameters;
	/** What differs from it for acting on everybody there: a row without a topic has to name its group again. */
	readonly forEverybody: INodeParameters;
	/** Runs a workflow: our node, or several in line, each fed by the one before it. */
	run(items: readonly IDataObject[], nodes: readonly INodeParameters[]): Promise<NodeRun>;
}

export const userCount = 10_000;
export const troll = 'troll_42';

export const userId = (index: number): string => `player_${String(index).padStart(5, '0')}`;

const people = [troll, ...Array.from({ length: userCount }, (_, index) => userId(index))];

/** Fills both simulators with the places of the demo. */
export function openServices({ tencent, agora }: Simulator): Service[] {
	return [tencentService(tencent), agoraService(agora)];
}

function tencentService(simulator: TencentSimulator): Service {
	const games = '@TGS#_games';
	const questions = `${games}@TOPIC#_qa`;
	simulator.addGroup({ groupId: 'lobby', members: people });
	simulator.addGroup({ groupId: 'market', members: people });
	simulator.addGroup({ groupId: 'stream', type: 'AVChatRoom' });
	simulator.addGroup({ groupId: games, type: 'Community', members: people });
	simulator.addTopic({ groupId: games, topicId: questions });

	const place = (name: string, groupId: string, topicId?: string): Place => ({
		name,
		ids: { groupId, ...(topicId !== undefined && { topicId }) },
		mutes: () =>
			new Map(
				[...simulator.mutes(groupId, topicId)].map(([user, end]) => [
					user,
					end === 'permanent' ? end : end * 1000,
				]),
			),
		isAllMuted: () => simulator.isAllMuted(groupId, topicId),
	});
	const credentials: CredentialData = {
		tencentCloudChatApi: {
			region: 'custom',
			baseUrl: simulator.url,
			authentication: 'secretKey',
			...simulator.credentials,
			requestsPerSecond: simulator.settings.requestsPerSecond,
		},
	};
	return {
		name: 'Tencent',
		simulator,
		usersPerRequest: 500,
		places: [
			place('Lobby', 'lobby'),
			place('Market', 'market'),
			place('Stream', 'stream'),
			place('Games, Q&A', games, questions),
		],
		placesInWords: '3 groups and a topic',
		whereRowSays: {
			resource: 'group',
			groupId: byId('={{ $json.groupId }}'),
			topicId: byId('={{ $json.topicId }}'),
		},
		forEverybody: { topicId: byId('={{ $json.topicId ?? $json.groupId }}') },
		run: engine('tencent', credentials),
	};
}

function agoraService(simulator: AgoraSimulator): Service {
	const place = (name: string, chatRoomId: string): Place => {
		simulator.addChatRoom({ chatRoomId, name, members: people });
		return {
			name,
			ids: { chatRoomId },
			mutes: () => simulator.mutes(chatRoomId),
			isAllMuted: () => simulator.isAllMuted(chatRoomId),
		};
	};
	const credentials: CredentialData = {
		agoraChatApi: {
			host: simulator.url,
			project: 'orgAndApp',
			authentication: 'appCertificate',
			...simulator.credentials,
			requestsPerSecond: simulator.settings.requestsPerSecond,
		},
	};
	return {
		name: 'Agora',
		simulator,
		usersPerRequest: 60,
		places: [
			place('Lounge', '262246968131585'),
			place('Launch', '262246968131586'),
			place('Arena', '262246968131587'),
			place('Workshop', '262246968131588'),
		],
		placesInWords: '4 chat rooms',
		whereRowSays: { resource: 'chatRoom', chatRoomId: byId('={{ $json.chatRoomId }}') },
		forEverybody: {},
		run: engine('agora', credentials),
	};
}

function engine(type: ChainedNode['type'], credentials: CredentialData): Service['run'] {
	return async (items, nodes) =>
		await runChain(
			nodes.map((parameters, i) => ({
				type,
				name: `${i + 1}. ${String(parameters.operation)}`,
				parameters,
			})),
			{ items, credentials },
		);
}

/** A resource locator in the mode `id`. */
export const byId = (value: string) => ({ __rl: true as const, mode: 'id', value });
