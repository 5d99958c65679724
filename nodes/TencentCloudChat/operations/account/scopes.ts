import type { INodePropertyOptions } from 'n8n-workflow';

import type { TencentEndpoint } from '../../../../credentials/endpoints/tencent';
import { definer } from '../../../shared/model/operation';

export const defineOperation = definer<Record<never, string>, TencentEndpoint>();

export const CONFIG_SERVICE = 'openconfigsvr';

/** The channels of the app. */
export const scopes: INodePropertyOptions[] = [
	{ name: 'Groups', value: 'group', description: 'Messages in groups' },
	{ name: 'One-to-One Chats (C2C)', value: 'c2c', description: 'Messages to a single user' },
];

/** The field that each is called in requests and replies. */
export const FIELDS: Readonly<Record<string, string>> = {
	c2c: 'C2CmsgNospeakingTime',
	group: 'GroupmsgNospeakingTime',
};
