import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { Parameters } from '../../nodes/shared/input/parameters';
import { parseReference } from '../../nodes/shared/input/references';
import { runNode } from '../support/engine';

type Answer = { value: unknown } | { refused: string };

/** A node that reads its parameter twice: as ours do, and as n8n does. */
class Probe implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe',
		name: 'probe',
		group: ['output'],
		version: 1,
		description: 'Reads a parameter in two ways',
		defaults: { name: 'Probe' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		properties: [
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
			{
				displayName: 'Locator',
				name: 'locator',
				type: 'resourceLocator',
				default: { mode: 'id', value: '' },
				modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
			},
		],
	};

	constructor(readonly report: (ours: Answer, n8ns: Answer) => void) {}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { report } = probe; // `this` is n8n's
		const parameters = new Parameters(this, []);
		this.getInputData().forEach((_, i) => {
			for (const name of ['text', 'locator']) {
				report(
					answer(() => parameters.value(name, i)),
					answer(() => this.getNodeParameter(name, i, null, { extractValue: true })),
				);
			}
		});
		return [[]];
	}
}

let probe: Probe;

function answer(read: () => unknown): Answer {
	try {
		return { value: read() };
	} catch (error) {
		// Ours says which parameter, and then what n8n says.
		return {
			refused: (error as Error).message.replace(/^The '\w+' parameter can't be evaluated: /, ''),
		};
	}
}

async function compare(expression: string, items: IDataObject[]): Promise<Array<[Answer, Answer]>> {
	const answers: Array<[Answer, Answer]> = [];
	probe = new Probe((ours, n8ns) => answers.push([ours, n8ns]));
	const run = await runNode(probe, {
		parameters: {
			text: expression,
			locator: { __rl: true, mode: 'id', value: expression },
		},
		items,
		credentials: {},
	});
	expect(run.error).toBeUndefined();
	return answers;
}

const oddNames = [
	'constructor', 'constructorId', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'valueOf',
	'length', 'binding', 'caller', 'arguments', 'if', 'await', 'class', 'null', 'undefined', '0', '1',
	'a b', 'a.b', 'a-b', "it's", 'say "hi"', 'back\\slash', 'ünïcode', '名前', '$json', '{{ x }}', '}}',
	'', ' ', 'process', 'window', 'isEmpty', 'toDateTime', 'first', 'extend', '=x', 'new\nline',
]; // prettier-ignore
const name = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'userId') },
	{ weight: 3, arbitrary: fc.constantFrom(...oddNames) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const leaf = fc.oneof(
	fc.string(),
	fc.constantFrom('={{ 1 + 1 }}', '{{ $json.a }}', '=x', ''),
	fc.integer(),
	fc.double(),
	fc.boolean(),
	fc.constantFrom<unknown>(null, undefined),
	fc.date().map((date) => date as unknown),
	fc.constant(DateTime.fromISO('2027-01-31T18:00:00Z') as unknown),
	fc.constant({ __rl: true, mode: 'id', value: 'inner' } as unknown),
);
const { json } = fc.letrec<{ value: unknown; json: Record<string, unknown> }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		leaf,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(name, tie('value'), { maxKeys: 3 }),
	),
	json: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: false }),
}));

/** A path that exists in the item more often than chance would make one. */
function pathInto(value: unknown, picks: number[], strangers: string[]): string[] {
	const path: string[] = [];
	let place = value;
	for (const pick of picks) {
		const names = typeof place === 'object' && place !== null ? Object.keys(place) : [];
		const step =
			names.length > 0 && pick % 5 !== 0
				? names[pick % names.length]
				: strangers[pick % strangers.length];
		path.push(step);
		place = typeof place === 'object' && place !== null ? (place as IDataObject)[step] : undefined;
	}
	return path;
}

function written(path: string[], styles: number[], spaced: boolean): string {
	const steps = path.map((step, i) => {
		if (/^[A-Za-z_$][\w$]*$/.test(step) && styles[i] !== 0) return `.${step}`;
		return styles[i] === 1 ? `['${step}']` : `["${step}"]`;
	});
	return spaced ? `={{ $json${steps.join('')} }}` : `={{$json${steps.join('')}}}`;
}

test('a reference gives what n8n gives, whatever the item and the path', async () => {
	let followed = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(json, { minLength: 1, maxLength: 3 }),
			fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
			fc.array(name, { minLength: 1, maxLength: 4 }),
			fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
			fc.boolean(),
			async (items, picks, strangers, styles, spaced) => {
				const expression = written(pathInto(items[0], picks, strangers), styles, spaced);
				if (parseReference(expression)) followed++;
				const answers = await compare(expression, items as IDataObject[]);
				expect(answers).toHaveLength(items.length * 2);
				for (const [ours, n8ns] of answers) expect(ours).toStrictEqual(n8ns);
			},
		),
		{ numRuns: 1500 },
	);
	// Else the comparison would be of n8n with itself.
	expect(followed).toBeGreaterThan(300);
});
