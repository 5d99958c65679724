import { allowMany, allowOne, disallow, listAllowed } from './allowList';
import type { Operation, PathParts } from './call';
import { block, listBlocked, unblock } from './blockList';
import { removeMembers } from './members';
import { recall } from './recalls';
import { sendToRooms, sendToUsers } from './notices';
import { listMuted, muteAll, muteMembers, unmuteAll, unmuteMembers } from './mutes';
import { getRooms, listRooms } from './rooms';
import { kinds } from './state';
import { getUserMutes, listUserMutes, muteUser } from './userMutes';

/** Operations by method, below a path. */
type Methods = Readonly<Record<string, Operation>>;

/** Paths below the app's prefix. `{kind}` is `chatrooms` or `chatgroups`. */
const routes: Readonly<Record<string, Methods>> = {
	'{kind}': { GET: listRooms },
	'{kind}/{id}': { GET: getRooms },
	'{kind}/{id}/mute': { GET: listMuted, POST: muteMembers },
	'{kind}/{id}/mute/{users}': { DELETE: unmuteMembers },
	'{kind}/{id}/ban': { POST: muteAll, DELETE: unmuteAll },
	'{kind}/{id}/users/{users}': { DELETE: removeMembers },
	'{kind}/{id}/blocks/users': { GET: listBlocked, POST: block },
	'{kind}/{id}/blocks/users/{users}': { DELETE: unblock },
	'{kind}/{id}/white/users': { GET: listAllowed, POST: allowMany },
	'{kind}/{id}/white/users/{users}': { POST: allowOne, DELETE: disallow },
	'messages/msg_recall': { POST: recall },
	'messages/users': { POST: sendToUsers },
	'messages/{kind}': { POST: sendToRooms },
	mutes: { GET: listUserMutes, POST: muteUser },
	'mutes/{users}': { GET: getUserMutes },
};

const templates = Object.keys(routes).map((template) => template.split('/'));

/** A path taken apart. */
export interface Routed {
	/** `org/app` or `app-id/…`, decoded. */
	readonly prefix: readonly [string, string];
	/** The template with its kind filled in: what the rate limit counts by. */
	readonly name: string;
	readonly parts: PathParts;
	/** `undefined` where no page describes the path. */
	readonly methods?: Methods;
}

/** Finds the operations of a path, agora-chat.md §1. Variable parts stay encoded. */
export function route(path: string): Routed {
	const [, first = '', second = '', ...rest] = path.split('/');
	const prefix = [first, second] as const;
	const name = rest.join('/');
	const template = templates.find(
		(candidate) =>
			candidate.length === rest.length && candidate.every((part, i) => fits(part, rest[i])),
	);
	if (!template) return { prefix, name, parts: {} };
	const at = (part: string) => rest[template.indexOf(part)] as string | undefined;
	const kind = kinds.find((candidate) => candidate === at('{kind}'));
	return {
		prefix,
		name: template.join('/').replace('{kind}', kind ?? ''),
		parts: { kind, id: at('{id}'), users: at('{users}') },
		methods: routes[template.join('/')],
	};
}

function fits(part: string, actual: string): boolean {
	if (part === '{kind}') return kinds.some((kind) => kind === actual);
	return part.startsWith('{') ? actual !== '' : part === actual;
}
