import type { IDataObject } from 'n8n-workflow';

import type { Ledger } from '../ledger';
import { Mismatch } from '../mismatch';
import { counted } from '../screen';
import { troll, type Kind, type Service } from '../services';
import type { Scene, Step } from '../stage';
import { writtenAsCsv } from './csv';

/** Every group is listed and read; then one request mutes a user in all of them. */
export const wholeApp: Scene = {
	title: 'The whole app: every group exported, a repeat offender muted everywhere',
	shortTitle: 'Whole app',
	*steps(service, ledger) {
		for (const kind of service.kinds) yield exportOf(service, kind, ledger);
		yield muteEverywhere(service);
	},
};

/** Two nodes in one workflow: the first lists the groups, whose rows feed the second as they are. */
function exportOf(
	service: Service,
	{ inWords, places, whereRowSays, listRequests, listOneByOne }: Kind,
	ledger: Ledger,
): Step {
	const users = ledger.countMuted(places);
	const { resource } = whereRowSays;
	return {
		service,
		asked: [`Get Many -> Get Many Muted: all ${inWords} of the app`],
		// As n8n's Schedule Trigger puts it out: no group is named by hand.
		items: [{ timestamp: new Date().toISOString() }],
		nodes: [
			{ resource, operation: 'getAll', returnAll: true },
			{ operation: 'getMuted', ...whereRowSays },
		],
		users,
		requests: listRequests + places.length,
		oneByOne: listOneByOne + places.length,
		itemsOut: users,
		shown: [],
		enter: () => {},
		inspect: (run) => [
			`          ${counted(listRequests)} to list ${counted(places.length)} ${inWords}, ${counted(places.length)} to read who is muted`,
			...writtenAsCsv(
				`${service.name.toLowerCase()}-all-${inWords.replace(' ', '-')}`,
				places,
				run,
			),
		],
	};
}

function muteEverywhere(service: Service): Step {
	const { channels, kinds, userResource } = service;
	const placeCount = kinds.reduce((sum, { places }) => sum + places.length, 0);
	return {
		service,
		asked: [
			`${troll} did it again: muted for ever in the whole app,`,
			`not in each of its ${counted(placeCount)} ${kinds.map(({ inWords }) => inWords).join(' and ')}`,
		],
		items: [{ userId: troll }],
		nodes: [
			{
				resource: userResource,
				operation: 'mute',
				userIds: '={{ $json.userId }}',
				muteFor: 'permanent',
			},
		],
		users: 1,
		requests: 1,
		oneByOne: placeCount,
		itemsOut: 1,
		shown: channels,
		enter: (ledger, span) =>
			channels.forEach((place) => ledger.mute({ place, userId: troll, end: 'permanent' }, span)),
		inspect: ({ items: [{ json }] }) => {
			const scopes = json.scopes as IDataObject;
			const told = Object.keys(scopes).filter((name) => (scopes[name] as IDataObject).permanent);
			if (
				told.sort().join() !==
				channels
					.map(({ name }) => name)
					.sort()
					.join()
			) {
				throw new Mismatch(`The node tells of ${told.join(', ') || 'no channel'}`);
			}
			return [];
		},
	};
}
