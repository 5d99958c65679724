import { UserError, type INodeProperties } from 'n8n-workflow';

import { isObject } from '../../model/json';
import type { Message } from '../callbackService';
import { Counter } from './counting';
import { flood } from './flood';
import { links } from './links';
import { mentions } from './mentions';
import { repeats } from './repeats';
import type { Rule } from './rule';
import { words } from './words';

/** In this order: the first that catches a message is told. */
const RULES: readonly Rule[] = [words, links, flood, repeats, mentions];
const LONGEST_TEXT = 200;

/** A rule that is on, with what it is set to. */
export interface ActiveRule {
	rule: Rule;
	values: unknown;
	/** What tells this setting from others, where it counts. */
	key: string;
}

/** What a message was caught for. */
export interface Catch {
	matchedRule: string;
	matchedText: string;
	/** The workflow has been started for it already. */
	isFurther: boolean;
}

/** The node's parameter: any rule that is added is on. */
export const rulesField: INodeProperties = {
	displayName: 'Rules',
	name: 'rules',
	type: 'collection',
	placeholder: 'Add rule',
	noDataExpression: true,
	default: {},
	description:
		'What a message is caught for: any of the rules that are added. Without any, all that passes the filters is caught.',
	options: [...RULES.map(({ field }) => field)].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
};

/** Throws a UserError for what is no collection of rules. */
export function readRules(value: unknown): ActiveRule[] {
	if (value === undefined || value === null) return [];
	if (!isObject(value)) throw new UserError("The 'Rules' parameter is not a list of rules");
	return RULES.filter(({ name }) => value[name] !== undefined).map((rule) => ({
		rule,
		values: rule.read(value[rule.name]),
		key: rule.counts ? `${rule.name} ${JSON.stringify(value[rule.name])}` : rule.name,
	}));
}

/** Throws a UserError where one could not do what it is set to. */
export function checkRules(value: unknown): void {
	if (!isObject(value)) return;
	for (const { name, check } of RULES) if (value[name] !== undefined) check?.(value[name]);
}

/** What all triggers of this process have counted. */
const counter = new Counter();

/**
 * What a message is caught for, if it is. All that count do so, whatever catches it.
 * @param scope what counts together: a trigger's address, and the event
 */
export function judge(
	message: Message,
	text: string,
	rules: readonly ActiveRule[],
	scope: readonly string[],
): Catch | undefined {
	const caught = rules.flatMap(({ rule, values, key }) => {
		if (rule.counts && message.isEdit) return [];
		const counts = counter.countsOf(JSON.stringify([...scope, key]));
		const found = rule.judge({ message, text, counts }, values);
		return found ? [{ name: rule.name, ...found }] : [];
	});
	if (caught.length === 0) return undefined;
	return {
		matchedRule: caught[0].name,
		matchedText: caught[0].text.slice(0, LONGEST_TEXT),
		isFurther: caught.some(({ isFurther }) => isFurther === true),
	};
}

/** Whether the service tells again of a message that was judged before. Only where messages are counted that matters. */
export function isResent(
	{ id, isEdit }: Message,
	rules: readonly ActiveRule[],
	scope: readonly string[],
): boolean {
	// Further edits of a message have its ID, too.
	if (id === undefined || isEdit || !rules.some(({ rule }) => rule.counts)) return false;
	return counter.isKnown([...scope, ...rules.map(({ key }) => key), id]);
}

/** Whether anything is wrong with a text by itself, beside a message. */
export function hasSomething(
	text: string,
	message: Message,
	rules: readonly ActiveRule[],
): boolean {
	const beside = { ...message, typed: '', linkable: text, mentioned: 0, mentionsAll: false };
	const alone = rules.filter(({ rule }) => !rule.counts);
	return judge(beside, text, alone, []) !== undefined;
}
