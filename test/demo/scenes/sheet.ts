import { counted } from '../screen';
import { userId, type Place, type Service } from '../services';
import type { Scene, Step } from '../stage';
import { fewestRequests } from './fewest';
import { until } from './until';

const usersInSheet = 1000;
const rowsChanged = 50;

/** A sheet is the truth: a mute list becomes what it says, and only what differs is written. */
export const sheet: Scene = {
	title: 'A mute list that is what a sheet says',
	shortTitle: 'Sheet',
	*steps(service, ledger) {
		const place = service.places[service.places.length - 1];
		const rows = Array.from({ length: usersInSheet }, (_, index) => userId(index));
		const newRows = [
			...rows.slice(rowsChanged),
			...rows.slice(0, rowsChanged).map((_, index) => userId(usersInSheet + index)),
		];
		const sync = (asked: string, users: readonly string[]) => {
			const there = new Set(ledger.mutedIn(place));
			const missing = users.filter((user) => !there.has(user));
			const notNamed = [...there].filter((user) => !users.includes(user));
			return synced({ service, place, asked, users, missing, notNamed });
		};
		yield sync(`${counted(usersInSheet)} rows, for ${place.name}`, rows);
		yield sync(
			`the sheet an hour later: ${rowsChanged} rows are gone, and as many are new`,
			newRows,
		);
		yield sync('an hour later again: nothing has changed', newRows);
	},
};

interface Sync {
	service: Service;
	place: Place;
	asked: string;
	users: readonly string[];
	missing: readonly string[];
	notNamed: readonly string[];
}

function synced({ service, place, asked, users, missing, notNamed }: Sync): Step {
	const fewest = (written: readonly string[]) =>
		fewestRequests(
			service,
			written.map(() => ''),
		);
	return {
		service,
		asked: [asked],
		items: users.map((user) => ({ ...place.ids, userId: user })),
		nodes: [
			{
				operation: 'syncMuted',
				...service.whereRowSays,
				userIds: '={{ $json.userId }}',
				muteFor: 'until',
				until: new Date(until).toISOString(),
			},
		],
		users: users.length,
		requests: 1 + fewest(missing) + fewest(notNamed),
		oneByOne: users.length + notNamed.length,
		itemsOut: users.length + notNamed.length,
		shown: [place],
		enter: (ledger, span) => {
			for (const user of missing) ledger.mute({ place, userId: user, end: { until } }, span);
			for (const user of notNamed) ledger.unmute(place, user);
		},
	};
}
