import type { Simulator } from './index';

export interface SeedOptions {
	/** Further groups, rooms and chat groups of each service, for lists of several pages. */
	readonly more?: number;
}

/** The ids of the seeded places, for whoever wants to aim at them. */
export const seeded = {
	tencent: {
		lobby: '@TGS#1LOBBY7QK',
		stream: '@TGS#aFRIDAYS5',
		team: '@TGS#2TEAMX4PD',
		community: '@TGS#_@TGS#cBOARDGAMES',
		topics: {
			news: '@TGS#_@TGS#cBOARDGAMES@TOPIC#_@TOPIC#cNEWS',
			rules: '@TGS#_@TGS#cBOARDGAMES@TOPIC#_@TOPIC#cRULES',
		},
	},
	agora: {
		lounge: '262246968131585',
		launch: '262246968131586',
		support: '100743775617286960',
		raid: '100743775617286961',
		book: '100743775617286962',
	},
} as const;

/** Members of most of them. */
export const people = [
	'ava.chen',
	'ben_okafor',
	'carla-diaz',
	'dmitri',
	'elif',
	'farid.k',
	'grace_h',
];
/** In none, and muted wherever anyone may write. */
export const spammer = 'spam_4711';
const hourMs = 60 * 60 * 1000;

/** Fills both services with a small community: some groups, some people, some mutes. */
export function seed(simulator: Simulator, { more = 0 }: SeedOptions = {}): void {
	seedTencent(simulator);
	seedAgora(simulator);
	for (let i = 1; i <= more; i += 1) {
		const number = String(i).padStart(4, '0');
		const place = { name: `Table ${number}`, owner: 'ava.chen', members: people };
		simulator.tencent.addGroup({ groupId: `table-${number}`, ...place });
		simulator.agora.addChatRoom({ chatRoomId: `66213271${number}`, ...place });
		simulator.agora.addChatGroup({ chatGroupId: `84141867${number}`, ...place });
	}
}

function seedTencent({ tencent }: Simulator): void {
	const { lobby, stream, team, community, topics } = seeded.tencent;
	const now = Date.now();
	tencent.addGroup({ groupId: lobby, name: 'Lobby', owner: 'ava.chen', members: people });
	tencent.addGroup({ groupId: stream, name: 'Live: Friday Stream', type: 'AVChatRoom' });
	tencent.addGroup({
		groupId: team,
		name: 'Moderators',
		type: 'Private',
		owner: 'ava.chen',
		members: people.slice(0, 3),
	});
	tencent.addGroup({
		groupId: community,
		name: 'Board Games',
		type: 'Community',
		owner: 'ava.chen',
		members: 'anyone',
	});
	tencent.addTopic({ groupId: community, topicId: topics.news, name: 'News' });
	tencent.addTopic({ groupId: community, topicId: topics.rules, name: 'Rules questions' });
	tencent.mute(lobby, 'dmitri', now + hourMs);
	tencent.mute(stream, spammer, 'permanent');
	tencent.mute(community, 'elif', now + 24 * hourMs, topics.rules);
	tencent.muteAccount(spammer, 'c2c', 'permanent');
	tencent.muteAccount(spammer, 'group', 'permanent');
	tencent.muteAccount('grace_h', 'group', now + hourMs);
}

function seedAgora({ agora }: Simulator): void {
	const { lounge, launch, support, raid, book } = seeded.agora;
	const now = Date.now();
	agora.addChatRoom({ chatRoomId: lounge, name: 'Lounge', owner: 'ava.chen', members: people });
	agora.addChatRoom({ chatRoomId: launch, name: 'Product Launch', members: 'anyone' });
	agora.addChatGroup({
		chatGroupId: support,
		name: 'Support Crew',
		owner: 'ben_okafor',
		members: people,
	});
	agora.addChatGroup({
		chatGroupId: raid,
		name: 'Raid Team',
		owner: 'carla-diaz',
		members: people.slice(0, 5),
	});
	agora.addChatGroup({
		chatGroupId: book,
		name: 'Book Club',
		owner: 'ava.chen',
		members: 'anyone',
	});
	agora.mute(lounge, 'dmitri', now + hourMs);
	agora.mute(launch, spammer, 'permanent');
	agora.mute(support, 'elif', now + 24 * hourMs);
	agora.allow(lounge, 'carla-diaz');
	agora.mute(book, spammer, 'permanent');
	agora.allow(raid, 'ben_okafor');
	agora.muteUser(spammer, 'chat', 'permanent');
	agora.muteUser(spammer, 'groupchat', 'permanent');
	agora.muteUser(spammer, 'chatroom', 'permanent');
	agora.muteUser('grace_h', 'groupchat', now + hourMs);
}
