import type { IDataObject } from 'n8n-workflow';

import type { NodeRun } from '../../support/engine';
import type { Ledger } from '../ledger';
import { Mismatch } from '../mismatch';
import { userId, type Kind, type Place, type Service } from '../services';
import type { Scene, Step } from '../stage';

/** Moderators mute by hand in the app; the mute list trigger tells of each change, whoever made it. */
export const watch: Scene = {
	title: 'Mute lists watched: what moderators change by hand starts a workflow',
	shortTitle: 'Watched',
	*steps(service, ledger) {
		const workflow = service.watch();
		const [kind] = service.kinds;
		const polled = polledBy(service, kind);
		yield polled(`published: all ${kind.inWords} of the app are read, and nothing is told`, {
			run: async () => {
				await workflow.publish();
				return ran([]);
			},
		});
		const changes = byHand(service, kind.places, ledger);
		yield polled(`a minute later; meanwhile ${changes.length} mutes were changed by hand`, {
			run: async () => ran(await workflow.poll()),
			itemsOut: changes.length,
			inspect: ({ items }) => {
				const told = items.map(({ json }) => [json.userId, json.change].join(' is ')).sort();
				const wanted = changes.map(({ user, change }) => `${user} is ${change}`).sort();
				if (told.join() !== wanted.join()) throw new Mismatch(`Told: ${told.join(', ')}`);
				return wanted.map((line, i) => (i === 0 ? 'Told' : '').padEnd(10) + line);
			},
		});
		yield polled('another minute later: nothing has changed', {
			run: async () => ran(await workflow.poll()),
		});
	},
};

/** One poll of all places. */
function polledBy(service: Service, { places, listRequests, listOneByOne }: Kind) {
	return (asked: string, more: Pick<Step, 'run'> & Partial<Step>): Step => ({
		service,
		asked: [asked],
		items: [],
		nodes: [],
		users: 0,
		requests: listRequests + places.length,
		oneByOne: listOneByOne + places.length,
		itemsOut: 0,
		shown: [],
		enter: () => {},
		...more,
	});
}

interface ByHand {
	user: string;
	change: 'muted' | 'changed' | 'unmuted';
}

/** Somebody is muted, somebody for longer, and somebody may write again, each elsewhere. */
function byHand(service: Service, places: readonly Place[], ledger: Ledger): ByHand[] {
	const [one, another, third] = places.slice(-3);
	const now = Date.now();
	const span = { started: now, finished: now };
	const newcomer = userId(5000);
	const [longer] = ledger.mutedIn(another);
	const [freed] = ledger.mutedIn(third);
	service.muteByHand(one, newcomer, 'permanent');
	ledger.mute({ place: one, userId: newcomer, end: 'permanent' }, span);
	const until = now + 7 * 24 * 60 * 60 * 1000;
	service.muteByHand(another, longer, until);
	ledger.mute({ place: another, userId: longer, end: { until } }, span);
	service.muteByHand(third, freed, now);
	ledger.unmute(third, freed);
	return [
		{ user: newcomer, change: 'muted' },
		{ user: longer, change: 'changed' },
		{ user: freed, change: 'unmuted' },
	];
}

function ran(rows: readonly IDataObject[]): NodeRun {
	const items = rows.map((json) => ({ json }));
	return { status: 'success', items, errorItems: [], error: undefined, hints: [], saved: '' };
}
