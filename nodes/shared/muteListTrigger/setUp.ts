import type { IPollFunctions } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { openClient } from '../http/client';
import type { Target } from '../model/batch';
import { readOptions } from '../operations/options';
import { stopped, summary } from '../operations/report';
import { ANSWER_MS, type Budget } from './budget';
import { placeIdOf, type WatchedService } from './watchedService';
import { listPlaces, type ListReader } from './readLists';
import { readSettings, type Settings } from './settings';
import { isPostponed } from '../http/timedDispatcher';

/** The next poll tries sooner than more tries would help. */
const MAX_RETRIES = 2;

/** What a poll works with. */
export interface PollSetup extends ListReader {
	watched: Omit<WatchedService, 'service'>;
	settings: Settings;
	/** Whose lists these are: what was seen of another app, or kind of place, says nothing of them. */
	scope: string;
	targetOf(placeId: string): Target;
}

/** Throws a UserError that names the parameter, or the field of the credential. */
export async function setUpPoll<E extends Endpoint>(
	context: IPollFunctions,
	{ service, ...watched }: WatchedService<E>,
	isLate: Budget['isLate'],
): Promise<PollSetup> {
	const settings = readSettings(context, watched);
	const resource = service.resources[settings.resource];
	const options = readOptions(resource.operations.getMuted, settings.options);
	const { endpoint, dispatcher } = await openClient(context, service, {
		timeoutMs: ANSWER_MS,
		maxRetries: MAX_RETRIES,
		isLate,
	});
	return {
		watched,
		settings,
		scope: `${endpoint.app} ${settings.resource}`,
		resource,
		run: { endpoint, options, isDryRun: false },
		dispatcher,
		name: service.name,
		tell: (line) => context.logger.info(line),
		targetOf: (placeId) => watched.targetOf(placeId, settings.resource),
	};
}

/** Undefined where there was no time to list them all. Throws where they can't be listed. */
export async function readPlaceIds(
	context: IPollFunctions,
	setup: PollSetup,
): Promise<readonly string[] | undefined> {
	const { settings, watched } = setup;
	if (settings.placeIds !== 'all') return settings.placeIds;
	const placeIds: string[] = [];
	for (const outcome of await listPlaces(setup)) {
		const ofPlace = placeIdOf(outcome.target);
		if ('rows' in outcome) {
			for (const row of outcome.rows) {
				const placeId = watched.placeIdIn(row);
				if (placeId !== undefined) placeIds.push(placeId);
			}
		} else if (ofPlace) {
			placeIds.push(ofPlace); // it is there, and what it is called does not matter
		} else if (isPostponed(outcome)) {
			return undefined;
		} else {
			throw stopped(context, summary([outcome], 1));
		}
	}
	return placeIds;
}
