import type { TencentEndpoint } from '../../credentials/endpoints/tencent';
import type { WatchedService } from '../shared/muteListChanges/model';
import { TOPIC_MARK } from './resources/group';
import { tencentService } from './service';

/** As the group's dismissal is told; a listed group can't have an ID that is not valid. */
const GONE = new Set<unknown>([10010, 10015]);

/** Groups and topics: of the app all groups, as no list has the topics of them all. */
export const tencentMuteLists: WatchedService<TencentEndpoint> = {
	service: tencentService,
	resource: 'group',
	placesName: 'Group and Topic IDs',
	targetOf: (placeId) => {
		const [groupId, topic] = placeId.split(TOPIC_MARK);
		return { groupId, ...(topic !== undefined && { topicId: placeId }) };
	},
	// Work (Private) groups have no muting.
	placeIdIn: ({ groupId, type }) =>
		type === 'Private' || type === 'Work' ? undefined : String(groupId),
	isGone: ({ code }) => GONE.has(code),
	sample: {
		groupId: '@TGS#2C5SZEAEF',
		userId: 'alice',
		muted: true,
		permanent: false,
		mutedUntil: '2027-01-31T18:00:00.000Z',
		remainingSeconds: 3600,
		change: 'muted',
	},
};
