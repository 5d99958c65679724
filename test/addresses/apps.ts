import published from '../simulator/credentials.json';
import { byId } from '../engine/services';
import {
	agoraCredential,
	tencentCredential,
	type AgoraApp,
	type TencentApp,
} from '../support/credentials';
import { dropDown, type Search } from '../support/dropDown';
import { nodeTypes } from '../support/engine';

/** An app of each service, and the drop-downs that ask for what is in it. */

export const tencentApp: TencentApp = {
	url: 'https://adminapisgp.im.qcloud.com',
	credentials: published.tencent,
};

export const agoraApp: AgoraApp = { url: 'a61.chat.agora.io', credentials: published.agora };

export const groups = (changes = {}): Search =>
	dropDown(nodeTypes.tencent, 'searchGroups', tencentCredential(tencentApp, changes));

export const topics = (groupId: string, changes = {}): Search =>
	dropDown(nodeTypes.tencent, 'searchTopics', tencentCredential(tencentApp, changes), {
		resource: 'group',
		operation: 'mute',
		groupId: byId(groupId),
	});

export const chatRooms = (changes = {}): Search =>
	dropDown(nodeTypes.agora, 'searchChatRooms', agoraCredential(agoraApp, changes));
