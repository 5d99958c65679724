import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { run } from '../shared/run';
import { accountDescription } from './description/account';
import { groupDescription } from './description/group';
import { searchGroups, searchTopics } from './listSearch';
import { tencentService } from './service';

const fields = [...accountDescription, ...groupDescription];

export class TencentCloudChat implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tencent Cloud Chat',
		name: 'tencentCloudChat',
		icon: {
			light: 'file:../../icons/tencentCloudChat.svg',
			dark: 'file:../../icons/tencentCloudChat.dark.svg',
		},
		group: ['output'],
		version: 1,
		// `mute all: Lobby` where it was picked from the list, else `mute all: group`.
		subtitle:
			'={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": " + ($parameter.toJSON()[$parameter["resource"] + "Id"]?.cachedResultName || $parameter["resource"].replace(/([A-Z])/g, " $1").toLowerCase()) }}',
		description:
			'Mute and unmute users in groups, topics or the whole app of Tencent Cloud Chat, and list who is muted',
		defaults: { name: 'Tencent Cloud Chat' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tencentCloudChatApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account', description: 'Accounts in the whole app' },
					{ name: 'Group', value: 'group', description: 'Groups and topics' },
				],
				default: 'group',
			},
			...fields,
		],
	};

	methods = { listSearch: { searchGroups, searchTopics } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await run(this, tencentService, fields)];
	}
}
