import { tencentEndpoint, type TencentEndpoint } from '../../credentials/endpoints/tencent';
import type { Service } from '../shared/model/service';
import { readReply } from './replies';
import { account } from './operations/account/account';
import { group } from './operations/group/group';
import { message } from './operations/message/message';
import { checkUserId } from './userIds';

/** Tencent Cloud Chat's REST API. https://www.tencentcloud.com/document/product/1047/34620 */
export const tencentService: Service<TencentEndpoint> = {
	name: 'Tencent Cloud Chat',
	credentialType: 'tencentCloudChatApi',
	endpoint: tencentEndpoint,
	checkUserId,
	readReply,
	resources: { account, group, message },
};
