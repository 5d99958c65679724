import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { pollMuteLists } from '../shared/muteListTrigger/poll';
import { agoraMuteLists, muteListTriggerFields } from './muteListTrigger';

export class AgoraChatMuteListTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agora Chat Mute List Trigger',
		name: 'agoraChatMuteListTrigger',
		icon: {
			light: 'file:../../icons/agoraChatMuteListTrigger.svg',
			dark: 'file:../../icons/agoraChatMuteListTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["changes"].length === 4 ? "any change" : [].concat($parameter["changes"]).join(", ") }}',
		description:
			'Starts the workflow when somebody was muted or unmuted in chat rooms or groups of Agora Chat or Easemob, whoever did it',
		defaults: { name: 'Agora Chat Mute List Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agoraChatApi', required: true }],
		properties: muteListTriggerFields,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollMuteLists(this, agoraMuteLists);
	}
}
