import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { run } from '../shared/run';
import { groupDescription } from './description/group';
import { searchGroups, searchTopics } from './listSearch';
import { tencentService } from './service';

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
			'={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": " + ($parameter.toJSON().groupId.cachedResultName || "group") }}',
		description:
			'Mute and unmute users in groups and topics of Tencent Cloud Chat, and list who is muted',
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
				options: [{ name: 'Group', value: 'group' }],
				default: 'group',
			},
			...groupDescription,
		],
	};

	methods = { listSearch: { searchGroups, searchTopics } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await run(this, tencentService, groupDescription)];
	}
}
