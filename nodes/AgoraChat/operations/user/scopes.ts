import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { AgoraEndpoint } from '../../../../credentials/endpoints/agora';
import type { EndTime } from '../../../shared/model/muteEnd';
import { definer } from '../../../shared/model/operation';
import { endIn } from '../../../shared/model/seconds';

export const defineOperation = definer<Record<never, string>, AgoraEndpoint>();

/** Of a mute, in seconds. */
export const PERMANENT = -1;

/** The channels of the app; they are called the same in requests and replies. */
export const scopes: INodePropertyOptions[] = [
	{ name: 'Chat Groups', value: 'groupchat', description: 'Messages in chat groups' },
	{ name: 'Chat Rooms', value: 'chatroom', description: 'Messages in chat rooms' },
	{ name: 'One-to-One Chats', value: 'chat', description: 'Messages to a single user' },
];

export type Ends = Record<string, EndTime | null>;

/** When the mutes of a reply end that was read at this moment. */
export function endsOf(answer: IDataObject, scopes: readonly string[], nowMs: number): Ends {
	const isPermanent = (seconds: number) => seconds < 0;
	return Object.fromEntries(
		scopes.map((scope) => [scope, endIn(answer[scope], scope, isPermanent, nowMs)]),
	);
}
