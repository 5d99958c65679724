import type { Service } from '../services';
import type { Scene, Step } from '../stage';

/** Whole places are closed, then opened again; who was muted one by one stays so. */
export const everybody: Scene = {
	title: 'Rooms muted and opened again',
	shortTitle: 'Everybody',
	steps: (service) => [muteAll(service, true), muteAll(service, false)],
};

function muteAll(service: Service, allMuted: boolean): Step {
	const { places } = service;
	const shown = [places[0], places[places.length - 1]];
	const names = shown.map(({ name }) => name).join('; ');
	return {
		service,
		asked: [`${allMuted ? 'nobody may write' : 'everybody may write again'} in ${names}`],
		items: shown.map(({ ids }) => ({ ...ids })),
		nodes: [
			{
				operation: allMuted ? 'muteAll' : 'unmuteAll',
				...service.whereRowSays,
				...service.forEverybody,
			},
		],
		users: 0,
		requests: shown.length,
		oneByOne: shown.length,
		itemsOut: shown.length,
		shown,
		enter: (ledger) => shown.forEach((place) => ledger.muteAll(place, allMuted)),
	};
}
