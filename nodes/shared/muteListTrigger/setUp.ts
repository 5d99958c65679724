import type { IPollFunctions } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { connect } from '../http/transport';
import type { Target } from '../model/batch';
import { stopped, summary } from '../operations/report';
import { ANSWER_MS, type Budget } from './budget';
import { placeIdOf, type WatchedService } from './watchedService';
import { everyPlace, type Reader } from './readLists';
import { settingsOf, type Settings } from './settings';
import { isPostponed, TimedCourier } from './timedDispatcher';

/** What a poll works with. */
export interface Watch extends Reader {
	watched: Omit<WatchedService, 'service'>;
	settings: Settings;
	/** Whose lists these are: what was seen of another app, or kind of place, says nothing of them. */
	scope: string;
	targetOf(placeId: string): Target;
}

/** Throws a UserError that names the parameter, or the field of the credential. */
export async function watchOf<E extends Endpoint>(
	context: IPollFunctions,
	{ service, ...watched }: WatchedService<E>,
	isLate: Budget['isLate'],
): Promise<Watch> {
	const settings = settingsOf(context, watched);
	const connection = await connect(context, service, ANSWER_MS);
	return {
		watched,
		settings,
		scope: `${connection.endpoint.app} ${settings.resource}`,
		resource: service.resources(settings.options, connection.endpoint)[settings.resource],
		courier: new TimedCourier(service, connection, isLate),
		name: service.name,
		tell: (line) => context.logger.info(line),
		targetOf: (placeId) => watched.targetOf(placeId, settings.resource),
	};
}

/** Undefined where there was no time to list them all. Throws where they can't be listed. */
export async function placeIdsOf(
	context: IPollFunctions,
	watch: Watch,
): Promise<readonly string[] | undefined> {
	const { settings, watched } = watch;
	if (settings.placeIds !== 'all') return settings.placeIds;
	const placeIds: string[] = [];
	for (const outcome of await everyPlace(watch)) {
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
