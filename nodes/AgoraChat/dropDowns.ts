import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asking, isUnknown, itemsOf, searchPages, valueOf } from '../shared/dropDowns/search';
import {
	CHAT_GROUP,
	CHAT_ROOM,
	cursorOf,
	isPlaceId,
	placeDetails,
	placeList,
	placesOf,
	type PlaceKind,
} from './places';
import { agoraService } from './service';

/** What both kinds give in a page. */
const PLACES_PER_PAGE = 100;

export const searchChatRooms = searchPlaces(CHAT_ROOM);
export const searchChatGroups = searchPlaces(CHAT_GROUP);

function searchPlaces(kind: PlaceKind) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const { ask } = await asking(this, agoraService);
		return await searchPages(filter, paginationToken, {
			loadPage: async (cursor) => {
				const { body } = valueOf(this, await ask(placeList(kind, PLACES_PER_PAGE, cursor)));
				return { items: itemsIn(body.data), next: cursorOf(body) };
			},
			lookUp: async (id) => {
				if (!isPlaceId(id)) return [];
				const answer = await ask(placeDetails(kind, [id]));
				return isUnknown(answer) ? [] : itemsIn(valueOf(this, answer).body.data);
			},
		});
	};
}

function itemsIn(data: unknown): INodeListSearchItems[] {
	return placesOf(data).flatMap(({ id, name }) => itemsOf(id, name));
}
