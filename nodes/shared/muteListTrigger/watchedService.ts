import type { IDataObject } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Target } from '../model/batch';
import type { Failure } from '../model/failure';
import type { Service } from '../model/service';

/** All that a mute list trigger needs of a service, beside its operations Get Many and Get Many Muted. */
export interface WatchedService<E extends Endpoint = Endpoint> {
	service: Service<E>;
	/** The resource, unless the node has a parameter that chooses one. */
	resource: string;
	/** Display name of the parameter that names places. */
	placesName: string;
	/** Throws a UserError that names the parameter. */
	targetOf(placeId: string, resource: string): Target;
	/** The ID in a row of Get Many; none, if the place has no mute list. */
	placeIdIn(row: IDataObject): string | undefined;
	/** Whether a place that could not be read is no longer there. */
	isGone(failure: Failure): boolean;
	/** What comes out, for those who want to go on while nobody is muted. */
	sample: IDataObject;
}

/** The ID that {@link WatchedService.targetOf} takes: of a topic its own, which names its group. */
export function placeIdOf(target: Target): string {
	return Object.values(target).pop() ?? '';
}
