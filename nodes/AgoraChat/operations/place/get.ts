import type { Failure } from '../../../shared/model/failure';
import { done, failed } from '../../../shared/model/rows';
import { simplify } from '../../../shared/operations/options';
import { placeDetails, placesOf, type PlaceKind } from '../../places';
import { defineOperation, idOf } from './target';

/** Places in one request. */
const MAX_IDS = 100;

export const get = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Get',
			action: `Get ${kind.noun}`,
			description: `Get the name and size of a ${kind.noun}, and whether everybody is muted`,
		},
		input: 'target',
		target: [kind.idName],
		options: { simplify },
		most: MAX_IDS,
		mixing: () => '',
		request: ({ subjects }) =>
			placeDetails(
				kind,
				subjects.map(({ target }) => idOf(kind, target)),
			),
		outcomes: ({ body }, { subjects }, { options }) => {
			const places = new Map(placesOf(body.data).map((place) => [place.id, place]));
			return subjects.map((subject) => {
				const place = places.get(idOf(kind, subject.target));
				if (!place) return failed(subject, notThere(kind));
				const { name, memberCount, allMuted, raw } = place;
				const row = { ...subject.target, name, memberCount, allMuted };
				return done(subject, [options.simplify ? row : raw]);
			});
		},
	});

function notThere({ noun }: PlaceKind): Failure {
	return {
		message: `Agora Chat said nothing of this ${noun}`,
		advice: `Check that the ID is one of a ${noun}, and that the credential is for the project it belongs to.`,
		code: 'NO_RESULT',
		retry: 'no',
		scope: 'target',
	};
}
