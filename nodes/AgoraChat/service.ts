import { agoraEndpoint, type AgoraEndpoint } from '../../credentials/endpoints/agora';
import type { Service } from '../shared/model/service';
import { CHAT_GROUP, CHAT_ROOM } from './places';
import { message } from './operations/message/message';
import { placeResource } from './operations/place/place';
import { user } from './operations/user/user';
import { readReply } from './replies';
import { checkUserId } from './userIds';

/** The REST API of Agora Chat and Easemob. https://docs.agora.io/en/agora-chat/restful-api/restful-overview */
export const agoraService: Service<AgoraEndpoint> = {
	name: 'Agora Chat',
	credentialType: 'agoraChatApi',
	endpoint: agoraEndpoint,
	checkUserId,
	readReply,
	resources: {
		chatGroup: placeResource(CHAT_GROUP),
		chatRoom: placeResource(CHAT_ROOM),
		message,
		user,
	},
};
