import type { IDataObject } from 'n8n-workflow';

import { isObject, objectList, textOf } from '../shared/model/json';
import type { Failure } from '../shared/model/failure';
import { failureOf } from './replies';

/** What the service tells of one group or topic, or why it does not. */
export interface Told {
	raw: IDataObject;
	failure?: Failure;
}

/** No such group, or an ID that can't be one's any more. */
const GONE = new Set<unknown>([10010, 10015]);

export const NOT_TOLD: Told = {
	raw: {},
	failure: {
		message: 'Tencent Cloud Chat said nothing of this group or topic',
		advice: 'Check the ID, and that the credential is for the app it belongs to.',
		code: 'NO_RESULT',
		retry: 'no',
		scope: 'target',
	},
};

export function groupsOf({ GroupInfo }: IDataObject): Map<string, Told> {
	return new Map(
		objectList(GroupInfo, 'GroupInfo').map((raw) => [
			textOf(raw.GroupId),
			{ raw, failure: failureOf(raw) },
		]),
	);
}

/** @param asked the topics, in their order: of one that was deleted the answer may have nothing but a code */
export function topicsOf(
	{ TopicAndSelfInfo }: IDataObject,
	asked: readonly string[],
): Map<string, Told> {
	const told = new Map<string, Told>();
	const unnamed: Told[] = [];
	for (const item of objectList(TopicAndSelfInfo, 'TopicAndSelfInfo')) {
		const raw = isObject(item.TopicInfo) ? item.TopicInfo : {};
		const one = { raw, failure: failureOf(item) };
		if (typeof raw.TopicId === 'string') told.set(raw.TopicId, one);
		else unnamed.push(one);
	}
	const missing = asked.filter((topicId) => !told.has(topicId));
	if (missing.length === unnamed.length) {
		for (const [i, topicId] of missing.entries()) told.set(topicId, unnamed[i]);
	}
	return told;
}

/** The type of the one group that was asked about. */
export function groupTypeIn(body: IDataObject): unknown {
	const [group] = objectList(body.GroupInfo, 'GroupInfo');
	return group?.Type;
}

/** A group that was listed may be gone before it is asked about. */
export function isGone({ code }: Failure): boolean {
	return GONE.has(code);
}

/** Private groups, which the SDKs call Work, are the one type without. */
export function hasMuting(type: unknown): boolean {
	return type !== 'Private' && type !== 'Work';
}

export function groupRow(group: IDataObject): IDataObject {
	return {
		name: group.Name ?? null,
		type: group.Type ?? null,
		memberCount: group.MemberNum ?? null,
		allMuted: allMutedOf(group),
	};
}

export function topicRow(topic: IDataObject): IDataObject {
	return { name: topic.TopicName ?? null, allMuted: allMutedOf(topic) };
}

/** Named so since 2022, before that, and by an SDK of 2025, which has a number. */
function allMutedOf({
	MuteAllMember,
	ShutUpAllMember,
	ShutUpAllFlag,
}: IDataObject): boolean | null {
	const told = MuteAllMember ?? ShutUpAllMember ?? ShutUpAllFlag;
	if (told === 'On' || told === 1) return true;
	return told === 'Off' || told === 0 ? false : null;
}
