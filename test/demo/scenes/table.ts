import type { IDataObject } from 'n8n-workflow';

import type { End, Mute } from '../ledger';
import { counted } from '../screen';
import { userCount, userId, type Service } from '../services';
import type { Scene } from '../stage';
import { fewestRequests } from './fewest';
import { until } from './until';

const minutes = 10;

/** A table, one row a user, with place and end of the mute in its columns. */
export const table: Scene = {
	title: `Tables of ${counted(userCount)} users, muted for different times`,
	shortTitle: 'Table',
	steps: (service) => {
		const mutes = mutesOf(service);
		return [
			{
				service,
				asked: [
					`${counted(userCount)} rows in any order, in ${service.placesInWords},`,
					`for ${minutes} minutes, until ${new Date(until).toISOString()}, or for ever`,
				],
				items: mutes.map(rowOf),
				nodes: [
					{
						operation: 'mute',
						...service.whereRowSays,
						userIds: '={{ $json.userId }}',
						muteFor: '={{ $json.muteFor }}',
						duration: '={{ $json.minutes }}',
						durationUnit: 'minutes',
						until: '={{ $json.until }}',
					},
				],
				users: mutes.length,
				requests: fewestRequests(
					service,
					mutes.map(({ place, end }) => place.name + JSON.stringify(end)),
				),
				oneByOne: mutes.length,
				itemsOut: mutes.length,
				shown: service.places,
				enter: (ledger, span) => mutes.forEach((mute) => ledger.mute(mute, span)),
			},
		];
	},
};

/** Neighbouring rows are of different places, so that only merging them all makes few requests. */
const mutesOf = ({ places }: Service): Mute[] =>
	Array.from({ length: userCount }, (_, index) => ({
		place: places[index % places.length],
		userId: userId(index),
		end: endOf(Math.floor(index / places.length) % 10),
	}));

function endOf(turn: number): End {
	if (turn < 5) return { minutes };
	return turn < 8 ? { until } : 'permanent';
}

function rowOf({ place, userId: user, end }: Mute): IDataObject {
	const row = { ...place.ids, userId: user };
	if (end === 'permanent') return { ...row, muteFor: 'permanent' };
	return 'until' in end
		? { ...row, muteFor: 'until', until: new Date(end.until).toISOString() }
		: { ...row, muteFor: 'duration', minutes: end.minutes };
}
