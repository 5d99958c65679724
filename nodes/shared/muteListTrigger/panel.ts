import type { INodeProperties } from 'n8n-workflow';

import { CHANGES } from './diff';

/** What a service calls its places. */
export interface PlaceWords {
	/** What all of them are. */
	all: string;
	/** Display name of the parameter for the IDs. */
	idsName: string;
	/** An ID of one. */
	placeId: string;
	/** What else is to be known of these IDs, as a sentence. */
	more?: string;
}

export function muteListFields({ all, idsName, placeId, more }: PlaceWords): INodeProperties[] {
	return [
		{
			displayName:
				'The first poll, when the workflow is published, only remembers who is muted. So does the first look at a place that is added later.',
			name: 'firstPollNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Places',
			name: 'places',
			type: 'options',
			options: [
				{ name: 'All', value: 'all', description: all },
				{ name: 'By ID', value: 'named', description: 'Those that you name' },
			],
			default: 'named',
			description: 'Whose mute lists to watch. An expression may give an array of IDs.',
		},
		{
			displayName: idsName,
			name: 'placeIds',
			type: 'string',
			typeOptions: { rows: 2 },
			required: true,
			default: '',
			placeholder: `e.g. ${placeId}`,
			description: `IDs separated by commas or line ends, a JSON list of them, or an expression for an array${more ? `. ${more}.` : ''}`,
			displayOptions: { show: { places: ['named'] } },
		},
		{
			displayName: 'Changes',
			name: 'changes',
			type: 'multiOptions',
			required: true,
			options: [
				{ name: 'Changed', value: 'changed', description: 'A mute has another end' },
				{ name: 'Ended', value: 'ended', description: 'A mute has reached its end' },
				{ name: 'Muted', value: 'muted', description: 'A user was muted' },
				{ name: 'Unmuted', value: 'unmuted', description: 'A mute was lifted before its end' },
			],
			default: [...CHANGES],
			description: 'What may start the workflow',
		},
	];
}
