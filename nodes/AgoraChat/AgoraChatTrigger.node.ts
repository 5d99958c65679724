import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { panelOf } from '../shared/callbacks/triggerPanel';
import { receive } from '../shared/callbacks/receive';
import { assertReady } from '../shared/callbacks/settings';
import { callbackWebhook } from '../shared/callbacks/webhook';
import { agoraCallbacks } from './callbacks/callbackService';
import { sampleItem, triggerDescription } from './callbacks/panel';

export class AgoraChatTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agora Chat Trigger',
		name: 'agoraChatTrigger',
		icon: {
			light: 'file:../../icons/agoraChatTrigger.svg',
			dark: 'file:../../icons/agoraChatTrigger.dark.svg',
		},
		group: ['trigger'],
		// For each callback of version 1 exactly, n8n evaluates one more expression.
		version: [1, 2],
		subtitle:
			'={{ $parameter["events"].length === 1 ? $parameter["events"][0].replace(/([A-Z])/g, " $1").toLowerCase() : $parameter["events"].length + " events" }}',
		description:
			'Mutes, removes and bans users, recalls and sends messages in Agora Chat or Easemob; or starts a workflow when something happens there, and decides on messages before they are sent',
		defaults: { name: 'Agora Chat Trigger' },
		...panelOf(agoraCallbacks.name, sampleItem),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agoraChatApi', required: true }],
		webhooks: [callbackWebhook],
		properties: triggerDescription,
	};

	// No API registers the address: the console is told by hand. `create` refuses what could not work.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await assertReady(this, agoraCallbacks);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, agoraCallbacks);
	}
}
