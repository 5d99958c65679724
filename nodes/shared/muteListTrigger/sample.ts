import { UserError, type IDataObject, type IPollFunctions } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { failuresOf, stopped, summary } from '../operations/report';
import { makeShortBudget } from './budget';
import type { WatchedService } from './watchedService';
import { readMuteLists } from './readLists';
import { isPostponed } from '../http/timedDispatcher';
import { readPlaceIds, setUpPoll } from './setUp';

/** As many rows as show what comes out. */
const MOST_ROWS = 10;

/** Some of those who are muted now. Nothing is remembered of it. */
export async function readSample<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<IDataObject[]> {
	let found = 0;
	const isLate = makeShortBudget();
	const setup = await setUpPoll(context, watched, () => found >= MOST_ROWS || isLate());
	const placeIds = (await readPlaceIds(context, setup)) ?? [];
	const outcomes = await readMuteLists(setup, placeIds.map(setup.targetOf), ({ length }) => {
		found += length;
	});
	const rows = outcomes.flatMap((outcome) => ('rows' in outcome ? outcome.rows : []));
	if (rows.length > 0) {
		return rows.slice(0, MOST_ROWS).map((row) => ({ ...row, change: 'muted' }));
	}
	const failed = failuresOf(outcomes).filter((outcome) => !isPostponed(outcome));
	if (failed.length > 0) throw stopped(context, summary(failed, outcomes.length, 'mute lists'));
	throw new UserError('Nobody is muted there at the moment', {
		description: `Mute somebody and try again, or choose 'set mock data' in the output, and paste ${JSON.stringify([watched.sample])}`,
	});
}
