import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, objectList, textOf } from '../shared/model/json';
import { chunks } from '../shared/model/lists';
import {
	asking,
	isUnknown,
	itemsOf,
	matches,
	pickable,
	remark,
	searchPages,
	soughtText,
	valueOf,
} from '../shared/dropDowns/search';
import type { Answer } from '../shared/model/requests';
import {
	groupIdsOf,
	groupInfo,
	groupList,
	GROUPS_PER_CALL,
	GROUPS_PER_LIST,
	isPrintable,
	nextOf,
	topicInfo,
} from './api';
import { TOPIC_MARK } from './operations/group/target';
import { tencentService } from './service';

const GROUPS_PER_PAGE = 500;
/** What get_topic says of a group that is no Community. */
const NO_TOPICS = new Set<unknown>([10004, 11000]);

export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { ask } = await asking(this, tencentService);
	const describe = async (groupIds: string[]) => await ask(groupInfo(groupIds, ['Type', 'Name']));
	return await searchPages(filter, paginationToken, {
		loadPage: async (next, text) => {
			const limit = text ? GROUPS_PER_LIST : GROUPS_PER_PAGE;
			const list = valueOf(this, await ask(groupList(limit, next)));
			const pages = await Promise.all(
				chunks(groupIdsOf(list.body), GROUPS_PER_CALL).map(async (part) =>
					groupItems(valueOf(this, await describe(part))),
				),
			);
			return { items: pages.flat(), next: nextOf(list) };
		},
		lookUp: async (id) => {
			if (!isPrintable(id)) return [];
			const answer = await describe([id]);
			return isUnknown(answer) ? [] : groupItems(valueOf(this, answer));
		},
	});
}

/** https://www.tencentcloud.com/document/product/1047/49469 */
export async function searchTopics(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const groupId = this.getCurrentNodeParameter('groupId', { extractValue: true });
	if (typeof groupId !== 'string' || groupId === '') {
		return { results: [remark('Choose a group first')] };
	}
	const { endpoint, ask } = await asking(this, tencentService);
	const answer = await ask(topicInfo(groupId, endpoint.identifier));
	if ('failure' in answer && NO_TOPICS.has(answer.failure.code)) {
		return { results: [remark('None: only Community groups have topics')] };
	}
	const text = soughtText(filter);
	return {
		results: [
			...(text ? [] : [remark('None: the group itself')]),
			...pickable(topicItems(valueOf(this, answer)).filter((item) => matches(text, item))),
		],
	};
}

function groupItems({ body }: Answer): INodeListSearchItems[] {
	return objectList(body.GroupInfo, 'GroupInfo')
		.filter(isThere)
		.flatMap(({ GroupId, Name, Type }) =>
			itemsOf(GroupId, Name).map(({ name, value }) => ({
				name: Type === 'Private' ? `${name}, no muting` : name,
				value,
			})),
		);
}

function topicItems({ body }: Answer): INodeListSearchItems[] {
	return objectList(body.TopicAndSelfInfo, 'TopicAndSelfInfo')
		.filter(isThere)
		.map(({ TopicInfo }) => TopicInfo)
		.filter(isObject)
		.flatMap(({ TopicId, TopicName }) =>
			// The part of the ID behind that of the group tells topics apart.
			itemsOf(TopicId, TopicName, textOf(TopicId).split(TOPIC_MARK).pop()),
		);
}

/** Each group and topic has a code of its own: one may be gone since it was listed. */
function isThere({ ErrorCode }: IDataObject): boolean {
	return ErrorCode === undefined || ErrorCode === 0;
}
