import { isObject, UnexpectedReply } from '../../../shared/model/json';
import type { OperationPanel } from '../../../shared/model/operation';
import { done } from '../../../shared/model/rows';
import { placeCall, type PlaceKind } from '../../places';
import { defineOperation, idOf } from './target';

export const muteAll = (kind: PlaceKind) =>
	setMuteAll(kind, true, {
		name: 'Mute All',
		action: `Mute everyone in ${kind.noun}`,
		description: `Keep everybody in the ${kind.noun} from writing until Unmute All`,
		notice:
			'Members on the allow list can still write. Mute All has no end, and is not part of the mute list: plan an Unmute All.',
	});

export const unmuteAll = (kind: PlaceKind) =>
	setMuteAll(kind, false, {
		name: 'Unmute All',
		action: `Unmute everyone in ${kind.noun}`,
		description: 'End Mute All for everybody; single mutes stay',
	});

/** Everybody is muted with POST, and can write again with DELETE, neither with a body. */
function setMuteAll(kind: PlaceKind, allMuted: boolean, panel: OperationPanel) {
	return defineOperation({
		panel,
		input: 'target',
		target: [kind.idName],
		changesTarget: true,
		most: 1,
		request: ({ target }) =>
			placeCall(kind, allMuted ? 'POST' : 'DELETE', idOf(kind, target), 'ban'),
		outcomes: ({ body }, { subjects: [subject], target }) => {
			const { data } = body;
			// Agora's table says `result`, its sample and all that was captured say `mute`.
			const confirmed = isObject(data) && (data.mute === allMuted || data.result === true);
			if (!confirmed) throw new UnexpectedReply("'data' does not confirm the change");
			return [done(subject, [{ ...target, allMuted }])];
		},
	});
}
