import type { IDataObject } from 'n8n-workflow';

import { objectList } from '../shared/model/json';
import type { ServiceRequest, Answer } from '../shared/model/requests';

export const GROUP_SERVICE = 'group_open_http_svc';
/** Private messages. */
export const PRIVATE_SERVICE = 'openim';
export const COMMUNITY_SERVICE = 'million_group_open_http_svc';
/** The most that get_group_info answers for. */
export const GROUPS_PER_CALL = 50;
/** The most that get_appid_group_list gives: it may be asked once a second only. */
export const GROUPS_PER_LIST = 10_000;
/** The commands that may be called less often than the others. */
const CALLS_PER_SECOND: Readonly<Record<string, number>> = {
	get_appid_group_list: 1,
	account_check: 100,
};
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

/** A call of `/v4/<service>/<name>`; the signature is the credential's part. */
export function command(
	service: string,
	name: string,
	body: ServiceRequest['body'],
): ServiceRequest {
	const api = { name, callsPerSecond: CALLS_PER_SECOND[name] };
	return { api, method: 'POST', path: `/v4/${service}/${name}`, body };
}

/** Custom IDs may hold any of these; how long an ID may be is not documented. */
export function isPrintable(text: string): boolean {
	return PRINTABLE_ASCII.test(text);
}

/** https://www.tencentcloud.com/document/product/1047/34961 */
export function groupInfo(groupIds: readonly string[], fields: readonly string[]): ServiceRequest {
	return command(GROUP_SERVICE, 'get_group_info', {
		GroupIdList: groupIds,
		ResponseFilter: { GroupBaseInfoFilter: fields },
	});
}

/**
 * All topics of a group, or those of the IDs. https://www.tencentcloud.com/document/product/1047/49469
 * @param identifier the app admin, in whose name the service wants to be asked
 */
export function topicInfo(
	groupId: string,
	identifier: string,
	topicIds?: readonly string[],
): ServiceRequest {
	return command(COMMUNITY_SERVICE, 'get_topic', {
		GroupId: groupId,
		From_Account: identifier,
		...(topicIds && { TopicIdList: topicIds }),
	});
}

/**
 * `Next` is a 64-bit number, which JavaScript would round: it stays text on both ways.
 * https://www.tencentcloud.com/document/product/1047/34960
 */
export function groupList(limit: number, next = '0', type?: string): ServiceRequest {
	const ofType = type === undefined ? '' : `,"GroupType":${JSON.stringify(type)}`;
	return command(
		GROUP_SERVICE,
		'get_appid_group_list',
		`{"Limit":${Math.min(limit, GROUPS_PER_LIST)},"Next":${next}${ofType}}`,
	);
}

/** The groups of a page of the list. */
export function groupIdsOf({ GroupIdList }: IDataObject): string[] {
	return objectList(GroupIdList, 'GroupIdList')
		.map(({ GroupId }) => GroupId)
		.filter((groupId) => typeof groupId === 'string');
}

/** The digits of `Next`, if there is another page. */
export function nextOf({ text }: Pick<Answer, 'text'>): string | undefined {
	const digits = /"Next"\s*:\s*"?(\d+)/.exec(text)?.[1];
	return digits && !/^0+$/.test(digits) ? digits : undefined;
}
