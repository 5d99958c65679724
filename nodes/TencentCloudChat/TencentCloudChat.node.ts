import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { answerCallback } from '../shared/callbacks/answering';
import { callbackResource } from '../shared/callbacks/panel';
import { markFailures } from '../shared/operations/errorOutput';
import { operationFields, resourceField } from '../shared/operations/panel';
import { run } from '../shared/operations/run';
import { tencentCallbacks } from './callbacks/callbackService';
import { callbackDescription } from './callbacks/panel';
import { searchGroups, searchTopics } from './dropDowns';
import { tencentService } from './service';

const fields = [...callbackDescription, ...operationFields(tencentService.resources)];

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
			'Mute, remove and ban users in groups, topics or the whole app of Tencent Cloud Chat, recall messages, send some, and list who is muted',
		defaults: { name: 'Tencent Cloud Chat' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'tencentCloudChatApi',
				required: true,
				// An answer goes to who waits for it, and needs no signature.
				displayOptions: { hide: { resource: ['callback'] } },
			},
		],
		properties: [resourceField(tencentService.resources, 'group', callbackResource), ...fields],
	};

	methods = { listSearch: { searchGroups, searchTopics } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isAnswer = this.getNodeParameter('resource', 0) === 'callback';
		const items = isAnswer
			? await answerCallback(this, tencentCallbacks, fields)
			: await run(this, tencentService, fields);
		return [markFailures(this, items)];
	}
}
