import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, objectList, parseObject } from '../shared/http/json';
import { chunks } from '../shared/lists';
import {
	asking,
	isUnknown,
	itemsOf,
	matches,
	searchPages,
	soughtText,
	textOf,
} from '../shared/listSearch';
import type { ServiceRequest } from '../shared/model/service';
import {
	COMMUNITY_SERVICE,
	command,
	GROUP_SERVICE,
	groupInfo,
	isGroupId,
	tencentService,
	TOPIC_MARK,
} from './service';

const GROUPS_PER_PAGE = 500;
/** The most that get_appid_group_list gives: it may be asked once a second only. */
const GROUPS_PER_SEARCH = 10_000;
/** The most that get_group_info answers for. */
const GROUPS_PER_CALL = 50;
/** What get_topic says of a group that is no Community. */
const NO_TOPICS = new Set<unknown>([10004, 11000]);

export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { ask } = await asking(this, tencentService({}));
	const describe = async (groupIds: string[]) => await ask(groupInfo(groupIds, ['Type', 'Name']));
	return await searchPages(filter, paginationToken, {
		loadPage: async (next, text) => {
			const limit = text ? GROUPS_PER_SEARCH : GROUPS_PER_PAGE;
			const list = textOf(this, await ask(groupList(limit, next)));
			const pages = await Promise.all(
				chunks(groupIdsOf(list), GROUPS_PER_CALL).map(async (part) =>
					groupItems(textOf(this, await describe(part))),
				),
			);
			return { items: pages.flat(), next: nextOf(list) };
		},
		lookUp: async (id) => {
			if (!isGroupId(id)) return [];
			const answer = await describe([id]);
			return isUnknown(answer) ? [] : groupItems(textOf(this, answer));
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
		return { results: [noTopic('Choose a group first')] };
	}
	const { endpoint, ask } = await asking(this, tencentService({}));
	const answer = await ask(
		command(COMMUNITY_SERVICE, 'get_topic', {
			GroupId: groupId,
			From_Account: endpoint.identifier,
		}),
	);
	if ('failure' in answer && NO_TOPICS.has(answer.failure.code)) {
		return { results: [noTopic('None: only Community groups have topics')] };
	}
	const text = soughtText(filter);
	return {
		results: [
			...(text ? [] : [noTopic('None: the group itself')]),
			...topicItems(textOf(this, answer)).filter((item) => matches(text, item)),
		],
	};
}

/**
 * `Next` is a 64-bit number, which JavaScript would round: it stays text on both ways.
 * https://www.tencentcloud.com/document/product/1047/34960
 */
function groupList(limit: number, next = '0'): ServiceRequest {
	return command(GROUP_SERVICE, 'get_appid_group_list', `{"Limit":${limit},"Next":${next}}`);
}

function groupIdsOf(text: string): string[] {
	return objectList(parseObject(text)?.GroupIdList, 'GroupIdList')
		.map(({ GroupId }) => GroupId)
		.filter((groupId) => typeof groupId === 'string');
}

/** The digits of `Next`, if there is another page. */
function nextOf(text: string): string | undefined {
	const digits = /"Next"\s*:\s*"?(\d+)/.exec(text)?.[1];
	return digits && !/^0+$/.test(digits) ? digits : undefined;
}

function groupItems(text: string): INodeListSearchItems[] {
	return objectList(parseObject(text)?.GroupInfo, 'GroupInfo')
		.filter(isThere)
		.flatMap(({ GroupId, Name, Type }) =>
			itemsOf(GroupId, Name).map(({ name, value }) => ({
				name: Type === 'Private' ? `${name}, no muting` : name,
				value,
			})),
		);
}

function topicItems(text: string): INodeListSearchItems[] {
	return objectList(parseObject(text)?.TopicAndSelfInfo, 'TopicAndSelfInfo')
		.filter(isThere)
		.map(({ TopicInfo }) => TopicInfo)
		.filter(isObject)
		.flatMap(({ TopicId, TopicName }) =>
			// The part of the ID behind that of the group tells topics apart.
			itemsOf(TopicId, TopicName, String(TopicId).split(TOPIC_MARK).pop()),
		);
}

/** Each group and topic has a code of its own: one may be gone since it was listed. */
function isThere({ ErrorCode }: IDataObject): boolean {
	return ErrorCode === undefined || ErrorCode === 0;
}

/** The way back to the group itself, or a word in place of a list. */
const noTopic = (name: string) => ({ name, value: '' });
