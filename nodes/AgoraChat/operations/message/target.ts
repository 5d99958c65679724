import type { INodeProperties } from 'n8n-workflow';

import type { AgoraEndpoint } from '../../../../credentials/endpoints/agora';
import { definer, type TargetIds } from '../../../shared/model/operation';
import { privateFields, readPrivateTarget, whereField } from '../../../shared/operations/where';
import { CHAT_GROUP, CHAT_ROOM, type PlaceKind } from '../../places';
import { checkUserId } from '../../userIds';
import * as place from '../place/target';

/** A chat room, a chat group, or what one user has written to another. */
export type MessageTarget = place.PlaceTarget & { senderId: string; recipientId: string };

export const defineOperation = definer<MessageTarget, AgoraEndpoint>();

export const where = whereField(
	{ name: CHAT_ROOM.displayName, value: CHAT_ROOM.resource },
	{ name: CHAT_GROUP.displayName, value: CHAT_GROUP.resource },
);

/** As the triggers' items name it. */
const withDefault = (kind: PlaceKind): INodeProperties => ({
	...place.targetField(kind),
	default: { __rl: true, mode: 'id', value: `={{ $json.${kind.idName} }}` },
});

export const targetFields = [withDefault(CHAT_ROOM), withDefault(CHAT_GROUP), ...privateFields];

export function readTarget(ids: TargetIds): Partial<MessageTarget> {
	const kind = [CHAT_ROOM, CHAT_GROUP].find(({ idName }) => ids.has(idName));
	return kind ? place.readTarget(ids, kind) : readPrivateTarget(ids, checkUserId);
}
