import { UserError, type INodeProperties } from 'n8n-workflow';

import type { AgoraEndpoint } from '../../../../credentials/endpoints/agora';
import { shown } from '../../../shared/input/ids';
import { definer, type TargetIds } from '../../../shared/model/operation';
import { locator } from '../../../shared/operations/fields';
import { isPlaceId, type PlaceKind } from '../../places';

/** A chat room or a chat group, by the name that its kind has for the ID. */
export type PlaceTarget = { chatRoomId?: string; chatGroupId?: string };

export const defineOperation = definer<PlaceTarget, AgoraEndpoint>();

export function targetField({
	displayName,
	idName,
	noun,
	searchMethod,
}: PlaceKind): INodeProperties {
	const description = `The ${noun} to act on`;
	const field = { displayName, name: idName, required: true, description };
	return locator(field, searchMethod, '66213271109633');
}

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
