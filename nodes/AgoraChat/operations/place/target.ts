import { UserError } from 'n8n-workflow';

import type { AgoraEndpoint } from '../../../../credentials/endpoints/agora';
import { shown } from '../../../shared/input/ids';
import { definer, type TargetIds } from '../../../shared/model/operation';
import { isPlaceId, type PlaceKind } from '../../places';

/** A chat room or a chat group, by the name that its kind has for the ID. */
export type PlaceTarget = { chatRoomId?: string; chatGroupId?: string };

export const defineOperation = definer<PlaceTarget, AgoraEndpoint>();

export const idOf = ({ idName }: PlaceKind, target: PlaceTarget): string => String(target[idName]);

export function readTarget(ids: TargetIds, { idName, displayName, noun }: PlaceKind): PlaceTarget {
	const id = ids.required(idName);
	if (!isPlaceId(id)) {
		throw new UserError(`The '${displayName}' parameter is not the ID of a ${noun}: ${shown(id)}`, {
			description: `IDs of ${noun}s are the digits that Agora Chat gives them, such as 66213271109633.`,
		});
	}
	return { [idName]: id };
}
