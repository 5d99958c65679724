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
import { agoraCallbacks } from './callbacks/callbackService';
import { callbackDescription } from './callbacks/panel';
import { searchChatGroups, searchChatRooms } from './dropDowns';
import { agoraService } from './service';

const fields = [...callbackDescription, ...operationFields(agoraService.resources)];

export class AgoraChat implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agora Chat',
		name: 'agoraChat',
		icon: {
			light: 'file:../../icons/agoraChat.svg',
			dark: 'file:../../icons/agoraChat.dark.svg',
		},
		group: ['output'],
		version: 1,
		// `mute all: Lobby` where it was picked from the list, else `mute all: chat room`.
		subtitle:
			'={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": " + ($parameter.toJSON()[$parameter["resource"] + "Id"]?.cachedResultName || $parameter["resource"].replace(/([A-Z])/g, " $1").toLowerCase()) }}',
		description:
			'Mute, remove and ban users in chat rooms, chat groups or the whole app of Agora Chat or Easemob, recall messages, send some, and list who is muted',
		defaults: { name: 'Agora Chat' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'agoraChatApi',
				required: true,
				// An answer goes to who waits for it, and needs no signature.
				displayOptions: { hide: { resource: ['callback'] } },
			},
		],
		properties: [resourceField(agoraService.resources, 'chatRoom', callbackResource), ...fields],
	};

	methods = { listSearch: { searchChatGroups, searchChatRooms } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isAnswer = this.getNodeParameter('resource', 0) === 'callback';
		const items = isAnswer
			? await answerCallback(this, agoraCallbacks, fields)
			: await run(this, agoraService, fields);
		return [markFailures(this, items)];
	}
}
