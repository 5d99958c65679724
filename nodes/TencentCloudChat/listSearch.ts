import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, objectList, parseObject } from '../shared/http/json';
import { chunks } from '../shared/lists';
import { asking, matches, searchPages, textOf, type Ask } from '../shared/listSearch';
import { COMMUNITY_SERVICE, command, GROUP_SERVICE, tencentService, TOPIC_MARK } from './service';

const GROUPS_PER_PAGE = 500;
/** What get_topic says of a group that is no Community. */
const NO_TOPICS = new Set<unknown>([10004, 11000]);
/** The most that get_group_info answers for. */
const GROUPS_PER_CALL = 50;

/** https://www.tencentcloud.com/document/product/1047/34960 */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ask = await asking(this, tencentService({}));
	return await searchPages(paginationToken, async (next = '0') => {
		const request = command(GROUP_SERVICE, 'get_appid_group_list', {});
		const answer = await ask(
			// `Next` is a 64-bit number, which JavaScript would round: it stays text on both ways.
			{ ...request, body: `{"Limit":${GROUPS_PER_PAGE},"Next":${next}}` },
		);
		const text = textOf(this, answer);
		const groupIds = objectList(parseObject(text)?.GroupIdList, 'GroupIdList').map(({ GroupId }) =>
			String(GroupId),
		);
		const pages = await Promise.all(
			chunks(groupIds, GROUPS_PER_CALL).map(async (part) => await groupNames(this, ask, part)),
		);
		return {
			results: pages.flat().filter(({ name, value }) => matches(filter, name, String(value))),
			next: nextOf(text),
		};
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
	const service = tencentService({});
	const { identifier } = await this.getCredentials(service.credentialType);
	const request = command(COMMUNITY_SERVICE, 'get_topic', {
		GroupId: groupId,
		From_Account: identifier as string,
	});
	const ask = await asking(this, service);
	const answer = await ask(request);
	if ('failure' in answer && NO_TOPICS.has(answer.failure.code)) {
		return { results: [noTopic('None: only Community groups have topics')] };
	}
	const topics = objectList(parseObject(textOf(this, answer))?.TopicAndSelfInfo, 'TopicAndSelfInfo')
		.map(({ TopicInfo }) => TopicInfo)
		.filter(isObject)
		.map(({ TopicId, TopicName }) => topicItem(String(TopicId), TopicName));
	return {
		results: [
			...(filter ? [] : [noTopic('None: the group itself')]),
			...topics.filter(({ name, value }) => matches(filter, name, value)),
		],
	};
}

/** https://www.tencentcloud.com/document/product/1047/34961 */
async function groupNames(
	context: ILoadOptionsFunctions,
	ask: Ask,
	groupIds: string[],
): Promise<INodeListSearchItems[]> {
	const request = command(GROUP_SERVICE, 'get_group_info', {
		GroupIdList: groupIds,
		ResponseFilter: { GroupBaseInfoFilter: ['Type', 'Name'] },
	});
	const text = textOf(context, await ask(request));
	// Each group has a code of its own: one may have been dismissed since it was listed.
	return objectList(parseObject(text)?.GroupInfo, 'GroupInfo')
		.filter(({ ErrorCode }) => ErrorCode === 0 || ErrorCode === undefined)
		.map(({ GroupId, Name, Type }) => listItem(GroupId, Name, Type));
}

function listItem(
	id: IDataObject[string],
	name: IDataObject[string],
	type?: IDataObject[string],
): INodeListSearchItems {
	const title = typeof name === 'string' && name !== '' ? `${name} (${String(id)})` : String(id);
	return { name: type === 'Private' ? `${title}, no muting` : title, value: String(id) };
}

/** The way back to the group itself, or a word in place of a list. */
const noTopic = (name: string) => ({ name, value: '' });

/** The part of the ID behind that of the group tells topics apart. */
function topicItem(topicId: string, name: IDataObject[string]) {
	const tail = topicId.split(TOPIC_MARK).pop() ?? topicId;
	return {
		name: typeof name === 'string' && name !== '' ? `${name} (${tail})` : tail,
		value: topicId,
	};
}

/** The digits of `Next`, if there is another page. */
function nextOf(text: string): string | undefined {
	const digits = /"Next"\s*:\s*"?(\d+)/.exec(text)?.[1];
	return digits && !/^0+$/.test(digits) ? digits : undefined;
}
