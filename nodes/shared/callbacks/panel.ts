import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { forResource } from '../operations/panel';
import { rulesField } from './rules/rules';

/** The parameters that the triggers and the answers of both services have, as the editor shows them. */

/** What a service lets one choose. */
export interface CallbackFields {
	/** Its consoles, as links. */
	consoles: string;
	/** What is to be done there: where the address is pasted, what is switched on, where the secret is shown. */
	steps: readonly string[];
	events: INodePropertyOptions[];
	/** The events that wait for a verdict. */
	verdictEvents: readonly string[];
	verdicts: INodePropertyOptions[];
	/** The fields of a verdict, for the parameter that chooses it. */
	verdictFields(parameter: string): INodeProperties[];
	/** What places are called, and an ID of one. */
	places: string;
	placeId: string;
	messageTypes: string;
	maxAgeSeconds: number;
}

const WORKFLOW: INodePropertyOptions = {
	name: 'Let the Workflow Decide',
	value: 'workflow',
	description: "The message waits for the 'Answer' operation of the 'Callback' resource",
};

const maxAgeOption: INodeProperties = {
	displayName: 'Max Age',
	name: 'maxAgeSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 60,
	description: 'How many seconds old a callback may be, and how far the clocks may differ',
};

export function triggerFields(service: CallbackFields): INodeProperties[] {
	const waits = { events: [...service.verdictEvents] };
	return [
		{ displayName: noticeOf(service), name: 'stepsNotice', type: 'notice', default: '' },
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			options: service.events,
			default: ['messageBefore'],
			description: 'What may start the workflow, if the console sends it',
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
				'What becomes of a message that is about to be sent, and is caught. All others are sent. The service has its answer before the workflow starts, unless the workflow decides.',
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
			noDataExpression: true,
			default: {},
			description:
				'What may start the workflow and get the answer at all: all filters that are added must hold. One that is added and empty lets nothing start the workflow.',
			options: [
				{
					displayName: service.places,
					name: 'places',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					placeholder: `e.g. ${service.placeId}`,
					description: 'IDs of those it may come from, one a line or separated by commas',
				},
				{
					displayName: 'Ignore Users',
					name: 'ignoreUsers',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					placeholder: 'e.g. alice, bob',
					description:
						'IDs of users who start nothing, such as moderators and bots, one a line or separated by commas',
				},
				{
					displayName: 'Message Types',
					name: 'messageTypes',
					type: 'string',
					default: '',
					placeholder: `e.g. ${service.messageTypes}`,
					description: "The service's own names of the types it may be of, separated by commas",
				},
			],
		},
		rulesField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Include Passed',
					name: 'includePassed',
					type: 'boolean',
					default: false,
					description: 'Whether audit results of messages that passed start the workflow, too',
				},
				{
					displayName: 'Include Quoted',
					name: 'includeQuoted',
					type: 'boolean',
					default: false,
					description:
						'Whether what a reply quotes counts as text of the message. Who warns of a scam quotes it.',
				},
				{
					displayName: 'Include Raw Body',
					name: 'includeRawBody',
					type: 'boolean',
					default: false,
					description: "Whether to put out what the service sent, too, in the field 'body'",
				},
				{ ...maxAgeOption, default: service.maxAgeSeconds },
			],
		},
	];
}

/** As a list: a notice has no other formatting. */
function noticeOf({ consoles, steps }: CallbackFields): string {
	const list = steps.map((step) => `<li>${step}</li>`).join('');
	return `To be set up once, in the ${consoles}:<ul>${list}</ul>`;
}

export const callbackResource: INodePropertyOptions = {
	name: 'Callback',
	value: 'callback',
	description: 'The message that started the workflow',
};

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
					action: 'Answer callback',
				},
			],
			default: 'answer',
		},
		{
			displayName:
				"Answers for the trigger of this service whose 'Answer' is 'Let the Workflow Decide'. The service waits for a moment only: what is late or fails lets the message pass, unless its console says otherwise.",
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
