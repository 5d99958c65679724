import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { AgoraSimulator, MuteEnd, Simulator, TencentSimulator } from '../simulator';
import type { SentMessage } from '../simulator/transcript';
import { runChain, type ChainedNode } from '../support/chain';
import type { CredentialData, NodeRun } from '../support/engine';
import { PolledWorkflow } from '../support/polls';

/** Where people talk: a group, a topic or a chat room. Its state is the simulator's own. */
export interface Place {
	readonly name: string;
	/** The ids that name it in a row, as our nodes take them and put them out. */
	readonly ids: Readonly<Record<string, string>>;
	/** Who is muted, and until when: milliseconds since 1970. */
	mutes(): Map<string, MuteEnd>;
	isAllMuted(): boolean;
}

/** All places of one kind, as the service lists them. */
export interface Kind {
	readonly inWords: string;
	readonly places: readonly Place[];
	/** Our node's parameters for acting where each row says. */
	readonly whereRowSays: INodeParameters;
	/** The fewest requests that can list them with their names, and how many it takes one by one. */
	readonly listRequests: number;
	readonly listOneByOne: number;
}

/** One of the two services: its simulator, and our node for it in n8n's engine. */
export interface Service {
	readonly name: 'Tencent' | 'Agora';
	readonly simulator: TencentSimulator | AgoraSimulator;
	/** What the service documents, and what the fewest requests are reckoned with. */
	readonly usersPerRequest: number;
	readonly places: readonly Place[];
	readonly placesInWords: string;
	/** Every place of the app, those above among them. */
	readonly kinds: readonly Kind[];
	/** Where people can be muted in the whole app: by channel, each with the name our node has for it. */
	readonly channels: readonly Place[];
	/** What our node calls a user of the whole app. */
	readonly userResource: 'account' | 'user';
	/** Our node's parameters for acting where each row says. */
	readonly whereRowSays: INodeParameters;
	/** What differs from it for acting on everybody there: a row without a topic has to name its group again. */
	readonly forEverybody: INodeParameters;
	/** A workflow with our mute list trigger, for all places of the first kind. */
	watch(): PolledWorkflow;
	/** What a moderator does in the app: behind the API's back. `end` in milliseconds since 1970. */
	muteByHand(place: Place, userId: string, end: MuteEnd): void;
	/** What our node calls the kind of the first places. */
	readonly where: 'group' | 'chatRoom';
	/** What the service documents for messages to users. */
	readonly receiversPerRequest: number;
	/** Somebody writes in a place, as from an app. Gives the message's ID as our triggers put it out. */
	write(place: Place, userId: string, text: string): Promise<string>;
	/** What the others can read in a place, and what the app has told somebody. */
	seenIn(place: Place): string[];
	toldTo(userId: string): string[];
	/** Runs a workflow: our node, or several in line, each fed by the one before it. */
	run(items: readonly IDataObject[], nodes: readonly INodeParameters[]): Promise<NodeRun>;
}

export const userCount = 10_000;
export const troll = 'troll_42';

export const userId = (index: number): string => `player_${String(index).padStart(5, '0')}`;

/** Further places, in each of which some are muted already. */
const crowdCount = 300;

const people = [troll, ...Array.from({ length: userCount }, (_, index) => userId(index))];

/** All places and channels of a service, each once. */
export const everywhere = ({ places, kinds, channels }: Service): Place[] => [
	...new Set([...places, ...kinds.flatMap((kind) => kind.places), ...channels]),
];

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
			new Map([...simulator.mutes(groupId, topicId)].map(([user, end]) => [user, inMs(end)])),
		isAllMuted: () => simulator.isAllMuted(groupId, topicId),
	});
	const places = [
		place('Lobby', 'lobby'),
		place('Market', 'market'),
		place('Stream', 'stream'),
		place('Games, Q&A', games, questions),
	];
	const groups = [
		...places.filter(({ ids }) => !('topicId' in ids)),
		place('Games', games),
		...crowd((index) => {
			const groupId = `guild-${index}`;
			simulator.addGroup({ groupId, name: `Guild ${index}`, members: people });
			for (const [user, end] of earlierMutes(index)) simulator.mute(groupId, user, end);
			return place(`Guild ${index}`, groupId);
		}),
	];
	const whereRowSays = { resource: 'group', groupId: byId('={{ $json.groupId }}') };
	const channel = (name: 'c2c' | 'group'): Place => ({
		name,
		ids: {},
		mutes: () => mutedPeople((user) => inMs(simulator.accountMutes(user)[name])),
		isAllMuted: () => false,
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
		places,
		placesInWords: '3 groups and a topic',
		kinds: [
			{
				inWords: 'groups',
				places: groups,
				whereRowSays,
				listRequests: 1 + Math.ceil(groups.length / 50),
				listOneByOne: 1 + groups.length,
			},
		],
		channels: [channel('c2c'), channel('group')],
		userResource: 'account',
		whereRowSays: { ...whereRowSays, topicId: byId('={{ $json.topicId }}') },
		forEverybody: { topicId: byId('={{ $json.topicId ?? $json.groupId }}') },
		watch: () =>
			new PolledWorkflow({ type: 'tencent', parameters: { places: 'all' }, credentials }),
		muteByHand: ({ ids }, user, end) => simulator.mute(ids.groupId, user, end),
		where: 'group',
		receiversPerRequest: 500,
		write: async ({ ids }, from, text) => {
			const { seq } = await simulator.sendMessage({ groupId: ids.groupId, from, text });
			return String(seq);
		},
		seenIn: ({ ids }) => readable(simulator.transcript(ids.groupId, ids.topicId)),
		toldTo: (user) => readable(simulator.privateTranscript(simulator.credentials.identifier, user)),
		run: engine('tencent', credentials),
	};
}

function agoraService(simulator: AgoraSimulator): Service {
	const place = (name: string, idName: 'chatRoomId' | 'chatGroupId', id: string): Place => ({
		name,
		ids: { [idName]: id },
		mutes: () => simulator.mutes(id),
		isAllMuted: () => simulator.isAllMuted(id),
	});
	const room = (name: string, chatRoomId: string): Place => {
		simulator.addChatRoom({ chatRoomId, name, members: people });
		return place(name, 'chatRoomId', chatRoomId);
	};
	const group = (name: string, chatGroupId: string): Place => {
		simulator.addChatGroup({ chatGroupId, name, members: people });
		return place(name, 'chatGroupId', chatGroupId);
	};
	const muted = (index: number, made: Place): Place => {
		const [id] = Object.values(made.ids);
		for (const [user, end] of earlierMutes(index)) simulator.mute(id, user, end);
		return made;
	};
	const places = [
		room('Lounge', '262246968131585'),
		room('Launch', '262246968131586'),
		room('Arena', '262246968131587'),
		room('Workshop', '262246968131588'),
	];
	const rooms = [
		...places,
		...crowd((index) => muted(index, room(`Stage ${index}`, `2622469${index}`))),
	];
	const groups = crowd((index) => muted(index, group(`Guild ${index}`, `1007437${index}`)));
	const whereRowSays = {
		resource: 'chatRoom',
		chatRoomId: byId('={{ $json.chatRoomId }}'),
	};
	const roomPages = Math.ceil(rooms.length / 100);
	const groupPages = Math.ceil(groups.length / 1000);
	const channel = (name: 'chat' | 'groupchat' | 'chatroom'): Place => ({
		name,
		ids: {},
		mutes: () => mutedPeople((user) => simulator.userMutes(user)[name]),
		isAllMuted: () => false,
	});
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
		places,
		placesInWords: '4 chat rooms',
		kinds: [
			{
				inWords: 'chat rooms',
				places: rooms,
				whereRowSays,
				listRequests: roomPages,
				listOneByOne: roomPages,
			},
			{
				inWords: 'chat groups',
				places: groups,
				whereRowSays: {
					resource: 'chatGroup',
					chatGroupId: byId('={{ $json.chatGroupId }}'),
				},
				listRequests: groupPages,
				listOneByOne: groupPages,
			},
		],
		channels: [channel('chat'), channel('groupchat'), channel('chatroom')],
		userResource: 'user',
		whereRowSays,
		forEverybody: {},
		watch: () => new PolledWorkflow({ type: 'agora', parameters: { places: 'all' }, credentials }),
		muteByHand: ({ ids }, user, end) => simulator.mute(ids.chatRoomId, user, end),
		where: 'chatRoom',
		receiversPerRequest: 600,
		write: async ({ ids }, from, text) =>
			(await simulator.sendMessage({ id: ids.chatRoomId, from, text })).id,
		seenIn: ({ ids }) => readable(simulator.transcript(ids.chatRoomId)),
		toldTo: (user) => readable(simulator.privateTranscript('admin', user)),
		run: engine('agora', credentials),
	};
}

const readable = (messages: readonly SentMessage[]): string[] =>
	messages.flatMap(({ shown }) => shown ?? []);

const crowd = (make: (index: number) => Place): Place[] =>
	Array.from({ length: crowdCount }, (_, index) => make(1000 + index));

/** Some for an hour or longer, and one for ever. */
const earlierMutes = (index: number): Array<[string, MuteEnd]> => [
	[userId(index), Date.now() + 60 * 60 * 1000],
	[userId(index + 1), Date.now() + index * 60 * 60 * 1000],
	[userId(index + 2), 'permanent'],
];

const mutedPeople = (endOf: (user: string) => MuteEnd | undefined): Map<string, MuteEnd> =>
	new Map(
		people.flatMap((user) => {
			const end = endOf(user);
			return end === undefined ? [] : [[user, end]];
		}),
	);

/** Tencent counts in seconds. */
const inMs = <T extends number | 'permanent' | undefined>(end: T) =>
	typeof end === 'number' ? end * 1000 : end;

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
