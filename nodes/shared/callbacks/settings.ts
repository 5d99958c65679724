import {
	NodeOperationError,
	UserError,
	type IHookFunctions,
	type IWebhookFunctions,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { isObject } from '../model/json';
import { checkFiltered, type FilterValues } from './filters';
import type { CallbackService, ReadParameter, Verdict, VerdictKind } from './callbackService';
import { checkRules, readRules, type ActiveRule } from './rules/rules';
import { isExpression } from './values';
import { verdictKind } from './verdicts';

const LONGEST_AGE_SECONDS = 3600;

type Context = IWebhookFunctions | IHookFunctions;

/** What the workflow's author chose. */
export interface Settings {
	events: readonly string[];
	answer: VerdictKind | 'workflow';
	filters: FilterValues;
	rules: readonly ActiveRule[];
	includeRawBody: boolean;
	includeQuoted: boolean;
	includePassed: boolean;
	read: ReadParameter;
}

export function settingsOf(context: IWebhookFunctions): Settings {
	const read: ReadParameter = (name) => context.getNodeParameter(name, null);
	return {
		events: [read('events')].flat().map(String),
		answer: (read('answer') ?? 'pass') as Settings['answer'],
		filters: filtersOf(read('filters')),
		rules: readRules(read('rules')),
		includeRawBody: read('options.includeRawBody') === true,
		includeQuoted: read('options.includeQuoted') === true,
		includePassed: read('options.includePassed') === true,
		read,
	};
}

/** What is none would let everything through. */
function filtersOf(value: unknown): FilterValues {
	if (isObject(value)) return value;
	throw new UserError("The 'Filters' parameter is not a list of filters");
}

type VerdictSettings = Pick<Settings, 'answer' | 'filters' | 'rules' | 'read'>;

/** The verdict that these settings give on a message. Throws a UserError where it can't be given. */
export function verdictToGive(
	service: CallbackService,
	settings: VerdictSettings,
	event: string,
): Verdict {
	const verdict = verdictOf(service, settings);
	// What its expression makes of a message may not fit: then the answer is to block it, and not to let it pass.
	if (verdict.kind !== 'replace') service.checkVerdict(verdict, event);
	return verdict;
}

function verdictOf(
	service: CallbackService,
	{ answer, filters, rules, read }: VerdictSettings,
): Verdict {
	if (answer !== 'pass') checkFiltered(filters, rules.length > 0);
	return service.readVerdict(verdictKind(answer, service.verdicts, 'Answer'), read);
}

/** How old a callback may be; what is no such number counts as not given. */
export function maxAgeMs(context: Context, usualSeconds: number): number {
	const seconds: unknown = context.getNodeParameter('options.maxAgeSeconds', usualSeconds);
	const isGood = typeof seconds === 'number' && seconds >= 1 && seconds <= LONGEST_AGE_SECONDS;
	return (isGood ? seconds : usualSeconds) * 1000;
}

/** Publishing fails, with the reason, where the trigger could not do what it is set to. */
export async function assertReady(
	context: IHookFunctions,
	service: CallbackService,
): Promise<void> {
	try {
		const credentials = await context.getCredentials(service.credentialType);
		if (service.secretsOf(credentials).length === 0) throw noSecret(service);
		checkSettings(context.getNode().parameters as Record<string, NodeParameterValueType>, service);
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}

/** As they stand in the node: what an expression gives is not known before the first callback. */
function checkSettings(
	parameters: Readonly<Record<string, unknown>>,
	service: CallbackService,
): void {
	const { events, filters = {}, rules = {}, answer = 'pass', options = {} } = parameters;
	if (Array.isArray(events) && events.length === 0) {
		throw new UserError("The 'Events' parameter is empty", { description: 'Choose one at least.' });
	}
	checkRules(rules);
	checkAge((options as { maxAgeSeconds?: unknown }).maxAgeSeconds);
	const judged = [events]
		.flat()
		.map(String)
		.filter((event) => service.verdictEvents.includes(event));
	if (answer === 'pass' || answer === 'workflow' || judged.length === 0) return;
	checkFiltered(filters as FilterValues, Object.keys(rules as object).length > 0);
	if (answer === 'replace' && isExpression(parameters.replaceText)) return;
	const read: ReadParameter = (name) => (isExpression(parameters[name]) ? null : parameters[name]);
	const verdict = verdictOf(service, {
		answer: answer as Settings['answer'],
		filters: filters as FilterValues,
		rules: readRules(rules),
		read,
	});
	for (const event of judged) service.checkVerdict(verdict, event);
}

function checkAge(seconds: unknown): void {
	if (seconds === undefined || isExpression(seconds)) return;
	if (typeof seconds === 'number' && seconds >= 1 && seconds <= LONGEST_AGE_SECONDS) return;
	throw new UserError(
		`The 'Max Age' option is not a number of seconds from 1 to ${LONGEST_AGE_SECONDS}`,
	);
}

function noSecret({ name, secretField }: CallbackService): UserError {
	return new UserError(`The '${secretField}' field of the credential is empty`, {
		description: `Without it nobody can tell ${name} from a stranger. Set it in the console, and put the same into the credential.`,
	});
}
