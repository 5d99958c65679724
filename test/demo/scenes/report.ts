import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, troll, type Service } from '../services';
import type { Scene } from '../stage';

const minutes = 10;

/** A webhook brings one report, and its user is muted in the place it names. */
export const report: Scene = {
	title: `A report mutes one user for ${minutes} minutes`,
	shortTitle: 'Report',
	steps: (service) => {
		const [place] = service.places;
		const { asked, body, parameters } = reports[service.name](service);
		return [
			{
				service,
				asked: [`${asked} ${place.name}`],
				// As n8n's Webhook node puts it out.
				items: [{ headers: {}, params: {}, query: {}, body }],
				nodes: [
					{
						operation: 'mute',
						...parameters,
						muteFor: 'duration',
						duration: minutes,
						durationUnit: 'minutes',
					},
				],
				users: 1,
				requests: 1,
				oneByOne: 1,
				itemsOut: 1,
				shown: [place],
				enter: (ledger, span) => ledger.mute({ place, userId: troll, end: { minutes } }, span),
			},
		];
	},
};

interface Report {
	readonly asked: string;
	readonly body: IDataObject;
	/** Where the node finds the place and the user in it. */
	readonly parameters: INodeParameters;
}

const reports: Readonly<Record<Service['name'], (service: Service) => Report>> = {
	Tencent: ({ places }) => ({
		asked: `Group.CallbackAfterSendMsg: ${troll} advertises in`,
		body: {
			CallbackCommand: 'Group.CallbackAfterSendMsg',
			GroupId: places[0].ids.groupId,
			Type: 'Public',
			From_Account: troll,
			Operator_Account: troll,
			MsgSeq: 123,
			MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'cheap coins!!!' } }],
		},
		parameters: {
			resource: 'group',
			groupId: byId('={{ $json.body.GroupId }}'),
			userIds: '={{ $json.body.From_Account }}',
		},
	}),
	Agora: ({ places }) => ({
		asked: `A report form: ${troll} advertises in`,
		body: { room: places[0].ids.chatRoomId, reported: troll, reason: 'advertising' },
		parameters: {
			resource: 'chatRoom',
			chatRoomId: byId('={{ $json.body.room }}'),
			userIds: '={{ $json.body.reported }}',
		},
	}),
};
