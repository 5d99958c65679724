import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { forResource } from '../fields';

/** The parameters that the triggers and the answers of both services have, as the editor shows them. */

/** What a service lets one choose. */
export interface CallbackFields {
	/** Where the address is pasted, what is switched on there, and where the secret is shown. */
	steps: string;
	events: INodePropertyOptions[];
	/** The events that wait for a verdict. */
	verdictEvents: readonly string[];
	verdicts: INodePropertyOptions[];
	/** The fields of a verdict, for the parameter that chooses it. */
	verdictFields(parameter: string): INodeProperties[];
	/** What the IDs of places are called. */
	places: string;
	messageTypes: string;
	maxAgeSeconds: number;
}

const WORKFLOW: INodePropertyOptions = {
	name: 'Let the Workflow Decide',
	value: 'workflow',
	description: "The message waits for the operation 'Answer' of the resource 'Callback'",
};

const maxAgeOption: INodeProperties = {
	displayName: 'Max Age',
	name: 'maxAgeSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 60,
	description: 'How old a callback may be, in seconds; clocks may differ as much',
};

export function triggerFields(service: CallbackFields): INodeProperties[] {
	const waits = { events: [...service.verdictEvents] };
	return [
		{ displayName: service.steps, name: 'stepsNotice', type: 'notice', default: '' },
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			options: service.events,
			default: ['messageBefore'],
			description: 'What starts the workflow; the console has to send it, too',
		},
		{
			displayName: 'Answer',
			name: 'answer',
			type: 'options',
			// n8n asks who answers before it reads the callback.
			noDataExpression: true,
			options: [...service.verdicts].concat(WORKFLOW),
			default: 'pass',
			description:
				'What becomes of a message that is about to be sent and passes the filters. It is answered before the workflow starts.',
			displayOptions: { show: waits },
		},
		...service.verdictFields('answer').map((field) => ({
			...field,
			displayOptions: { show: { ...waits, ...field.displayOptions?.show } },
		})),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			description:
				'All that are given must hold. What does not pass is let through, and starts nothing. An empty filter lets nothing start the workflow.',
			options: [
				{
					displayName: 'Ignore Users',
					name: 'ignoreUsers',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					placeholder: 'e.g. alice, bob',
					description: 'IDs of users whose doings start nothing, such as moderators and bots',
				},
				{
					displayName: 'Message Types',
					name: 'messageTypes',
					type: 'string',
					default: '',
					placeholder: `e.g. ${service.messageTypes}`,
					description: "The service's own types of messages, any of them",
				},
				{
					displayName: 'Places',
					name: 'places',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					description: `IDs of ${service.places}, any of them`,
				},
				{
					displayName: 'Words',
					name: 'words',
					type: 'string',
					typeOptions: { rows: 4 },
					default: '',
					placeholder: 'e.g. spam\nbuy now\nscam*',
					description:
						'Any of these, one a line or separated by commas. Case, full-width letters and hidden characters make no difference; * stands for the rest of a word.',
				},
			],
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Include Raw Body',
					name: 'includeRawBody',
					type: 'boolean',
					default: false,
					description: "Whether to put out the service's own body, too, in the field 'body'",
				},
				{ ...maxAgeOption, default: service.maxAgeSeconds },
			],
		},
	];
}

/** The resource that answers the callback which started the workflow. */
export function answerFields({ verdicts, verdictFields }: CallbackFields): INodeProperties[] {
	return forResource('callback', [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Answer',
					value: 'answer',
					description: 'Decide on the message that started the workflow and waits for a verdict',
					action: 'Answer a callback',
				},
			],
			default: 'answer',
		},
		{
			displayName:
				"Works behind a trigger of this service whose 'Answer' is 'Let the Workflow Decide'. The service waits for a moment only, and then lets the message pass unless its console says otherwise.",
			name: 'answerNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Verdict',
			name: 'verdict',
			type: 'options',
			options: verdicts,
			default: 'pass',
			description: 'What becomes of the message',
		},
		...verdictFields('verdict'),
	]);
}

/** @param parameter that chooses the verdict */
export function replaceTextField(parameter: string): INodeProperties {
	return {
		displayName: 'Replacement Text',
		name: 'replaceText',
		type: 'string',
		// Not required: where an expression makes the verdict, n8n would ask for it with any.
		default: '',
		placeholder: 'e.g. ***',
		description: 'What is sent in place of the message',
		displayOptions: { show: { [parameter]: ['replace'] } },
	};
}
