import { UserError } from 'n8n-workflow';

import { tencentEndpoint, type TencentEndpoint } from '../../credentials/endpoints/tencent';
import { shown } from '../shared/input/ids';
import type { Service } from '../shared/model/service';
import { isPrintable } from './api';
import { readReply } from './replies';
import { account } from './operations/account/account';
import { group } from './operations/group/group';
import { message } from './operations/message/message';

const MAX_USER_ID_BYTES = 32;

/** Tencent Cloud Chat's REST API. https://www.tencentcloud.com/document/product/1047/34620 */
export const tencentService: Service<TencentEndpoint> = {
	name: 'Tencent Cloud Chat',
	credentialType: 'tencentCloudChatApi',
	endpoint: tencentEndpoint,
	checkUserId,
	readReply,
	resources: { account, group, message },
};

function checkUserId(userId: string): string {
	if (!isPrintable(userId)) {
		throw new UserError(
			`The 'User IDs' parameter has an ID with characters that Tencent Cloud Chat does not take: ${shown(userId)}`,
			{
				description:
					'User IDs are made of printable ASCII characters: letters, digits and common signs.',
			},
		);
	}
	if (userId.length > MAX_USER_ID_BYTES) {
		throw new UserError(
			`The 'User IDs' parameter has an ID longer than ${MAX_USER_ID_BYTES} bytes: ${shown(userId)}`,
			{
				description: 'Separate several IDs by commas or line ends, or give an array.',
			},
		);
	}
	return userId;
}
