import type { Scene } from '../stage';
import { writtenAsCsv } from './csv';

/** Who is muted where, as a CSV file for whoever asks. */
export const list: Scene = {
	title: 'The mute lists as CSV',
	shortTitle: 'Mute lists',
	steps: (service, ledger) => {
		const { places } = service;
		const users = ledger.countMuted(places);
		return [
			{
				service,
				asked: [`the mute lists of ${places.map(({ name }) => name).join('; ')}`],
				items: places.map(({ ids }) => ({ ...ids })),
				nodes: [{ operation: 'getMuted', ...service.whereRowSays }],
				users,
				requests: places.length,
				oneByOne: places.length,
				itemsOut: users,
				shown: [],
				enter: () => {},
				inspect: (run) => writtenAsCsv(`${service.name.toLowerCase()}-muted`, places, run),
			},
		];
	},
};
