import type { Ledger } from '../ledger';
import { counted } from '../screen';
import { userId, type Service } from '../services';
import type { Scene, Step } from '../stage';
import { fewestRequests } from './fewest';

const usersOfTheDay = 4000;

/** Who is on the list of the day may write again; then a whole mute list is lifted. */
export const schedule: Scene = {
	title: 'A scheduled unmute',
	shortTitle: 'Unmute',
	*steps(service, ledger) {
		yield listOfTheDay(service);
		yield wholeList(service, ledger);
	},
};

function listOfTheDay(service: Service): Step {
	const { places } = service;
	const entries = Array.from({ length: usersOfTheDay }, (_, index) => ({
		place: places[index % places.length],
		user: userId(index),
	}));
	return {
		service,
		asked: [`at midnight: the ${counted(usersOfTheDay)} users on the list of the day`],
		items: entries.map(({ place, user }) => ({ ...place.ids, userId: user })),
		nodes: [unmuteRows(service)],
		users: entries.length,
		requests: fewestRequests(
			service,
			entries.map(({ place }) => place.name),
		),
		oneByOne: entries.length,
		itemsOut: entries.length,
		shown: places,
		enter: (ledger) => entries.forEach(({ place, user }) => ledger.unmute(place, user)),
	};
}

/** Two nodes in one workflow: the rows of the first feed the second as they are. */
function wholeList(service: Service, ledger: Ledger): Step {
	const place = service.places[service.places.length - 1];
	const muted = ledger.mutedIn(place);
	return {
		service,
		asked: [`Get Many Muted -> Unmute in one workflow: all of ${place.name}`],
		// As n8n's Schedule Trigger puts it out, with the place set by hand.
		items: [{ timestamp: new Date().toISOString(), ...place.ids }],
		nodes: [{ operation: 'getMuted', ...service.whereRowSays }, unmuteRows(service)],
		users: muted.length,
		requests:
			1 +
			fewestRequests(
				service,
				muted.map(() => place.name),
			),
		oneByOne: 1 + muted.length,
		itemsOut: muted.length,
		shown: [place],
		enter: () => muted.forEach((user) => ledger.unmute(place, user)),
	};
}

const unmuteRows = ({ whereRowSays }: Service) => ({
	operation: 'unmute',
	...whereRowSays,
	userIds: '={{ $json.userId }}',
});
