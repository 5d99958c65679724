import type { Place } from '../moderation';
import type { TencentBody } from './body';
import { malformed, refused } from './codes';
import type { TencentSettings } from './settings';
import type { Group, TencentState } from './state';

/** The group, or its topic where `TopicId` is given. */
export function placeOf(body: TencentBody, state: TencentState, groupId: string): Place {
	const topicId = body.optionalString('TopicId');
	const group = groupOf(state, groupId);
	if (topicId === undefined) return group;
	if (group.type !== 'Community') throw refused(10004, 'only a Community has topics');
	return topicOf(group, topicId);
}

/** An absent group is 10010. */
export function groupOf(state: TencentState, groupId: string): Group {
	if (groupId === '') throw malformed(10015, 'GroupId is empty');
	const group = state.groups.get(groupId);
	if (!group) throw refused(10010);
	return group;
}

/** Only a Community has topics: else 11000. */
export function communityOf(state: TencentState, groupId: string): Group {
	const group = groupOf(state, groupId);
	if (group.type !== 'Community') throw refused(11000);
	return group;
}

/** A topic of this group; an absent one is 10010. */
export function topicOf(group: Group, topicId: string): Place {
	// §8: an id of another group's topic is a mistake in the request, not a topic that is gone.
	if (!topicId.startsWith(`${group.id}@TOPIC#_`)) throw refused(10004, 'not a topic of this group');
	const topic = group.topics.get(topicId);
	if (!topic) throw refused(10010, 'topic');
	return topic;
}

/** §1.1: nobody can be muted in a Private group. */
export function mustBeMutable({ type }: Group, settings: TencentSettings): void {
	if (type === 'Private' && !settings.privateGroupsMutable) {
		throw refused(10004, 'group type not supported');
	}
}
