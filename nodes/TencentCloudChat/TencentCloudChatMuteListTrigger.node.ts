import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { pollMuteLists } from '../shared/muteListTrigger/poll';
import { tencentMuteLists, muteListTriggerFields } from './muteListTrigger';

export class TencentCloudChatMuteListTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tencent Cloud Chat Mute List Trigger',
		name: 'tencentCloudChatMuteListTrigger',
		icon: {
			light: 'file:../../icons/tencentCloudChatMuteListTrigger.svg',
			dark: 'file:../../icons/tencentCloudChatMuteListTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["changes"].length === 4 ? "any change" : [].concat($parameter["changes"]).join(", ") }}',
		description:
			'Starts the workflow when somebody was muted or unmuted in groups or topics of Tencent Cloud Chat, whoever did it',
		defaults: { name: 'Tencent Cloud Chat Mute List Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tencentCloudChatApi', required: true }],
		properties: muteListTriggerFields,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollMuteLists(this, tencentMuteLists);
	}
}
