import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { run } from '../shared/run';
import { chatRoomDescription } from './description/chatRoom';
import { searchChatRooms } from './listSearch';
import { agoraService } from './service';

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
			'={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": " + ($parameter.toJSON().chatRoomId.cachedResultName || "chat room") }}',
		description:
			'Mute and unmute users in chat rooms of Agora Chat or Easemob, and list who is muted',
		defaults: { name: 'Agora Chat' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agoraChatApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Chat Room', value: 'chatRoom' }],
				default: 'chatRoom',
			},
			...chatRoomDescription,
		],
	};

	methods = { listSearch: { searchChatRooms } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await run(this, agoraService, chatRoomDescription)];
	}
}
