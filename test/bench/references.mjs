import { isDeepStrictEqual } from 'node:util';
import { workflow } from './workflows.mjs';

// Does a plain reference, which our nodes read from the item, give what n8n's own engine gives?
// Each is read twice: plainly, and in brackets, which our nodes leave to n8n.

/** Methods that values have, and names that proxies and promises look at. */
const oddNames = [
	...[
		'map',
		'filter',
		'keys',
		'then',
		'toJSON',
		'name',
		'size',
		'get',
		'has',
		'valueOf',
		'isEmpty',
	],
	...['first', 'json', 'item', 'at', 'inspect', 'apply', 'call', 'arguments', 'callee', 'default'],
];

const items = [
	{ a: 'x', length: 'own' },
	{},
	{ a: null },
	{ a: '' },
	{ a: ' y ' },
	{ a: 't, u\nv' },
	{ a: 7 },
	{ a: 2 ** 53 },
	{ a: true },
	{ a: [] },
	{ a: ['p', 'q'] },
	{ a: [{ b: 'first' }] },
	{ a: { b: 'nested' } },
	{ a: { b: null } },
	{ a: { b: { c: 'deep' } } },
	{ a: { 0: 'zero', length: 'l', toString: 'own' } },
	{ a: '={{ 1 + 1 }}' },
	{ a: 'ünï', 'a b': 'spaced', $json: 'odd' },
	{ 'a b': { c: 'c' }, toString: 'own', hasOwnProperty: 'own' },
	{ a: '\ud800' },
	{ a: 'a\u0000b' },
	{ a: 0.1 },
	{ a: 1e308 },
	{ a: Object.fromEntries(oddNames.map((name) => [name, `own ${name}`])) },
	Object.fromEntries(oddNames.map((name) => [name, `own ${name}`])),
];
const paths = [
	...['.a', '.a.b', '.a.b.c', ".a['b']", '["a b"]', "['a b'].c", '.missing', '.missing.deeper'],
	...['.a.length', '.length', '.a["0"]', '.toString', '.a.toString', '.hasOwnProperty', '.$json'],
	...['.a["0"].b', '["a"]["b"]', '.a.map.b', '.a.isEmpty.b'],
	...oddNames.flatMap((name) => [`.${name}`, `.a.${name}`]),
];
const parameters = ['userIds', 'groupId'];

export const referencesWorkflow = workflow(
	'references',
	`return ${JSON.stringify(items)}.map((json) => ({ json }));`,
	parameters.flatMap((parameter) =>
		paths.flatMap((path) => [
			probe(`${parameter} ${path}`, parameter, `={{ $json${path} }}`),
			probe(`${parameter} ${path} n8n`, parameter, `={{ ($json${path}) }}`),
		]),
	),
	([start, users, ...probes]) => ({
		[start]: { main: [[{ node: users, type: 'main', index: 0 }]] },
		[users]: { main: [probes.map((node) => ({ node, type: 'main', index: 0 }))] },
	}),
);

/** Tells what it would send, one request for each user, and what it can't send. */
function probe(name, parameter, expression) {
	const { userIds, groupId } = { userIds: 'someone', groupId: 'bench', [parameter]: expression };
	return {
		name,
		type: 'n8n-nodes-chat-mute.tencentCloudChat',
		onError: 'continueRegularOutput',
		credentials: { tencentCloudChatApi: { id: 'tencentCloudChatApi', name: 'Tencent' } },
		parameters: {
			resource: 'group',
			operation: 'unmute',
			groupId: { __rl: true, mode: 'id', value: groupId },
			topicId: { __rl: true, mode: 'id', value: '' },
			userIds,
			options: { dryRun: true, batchSize: 1 },
		},
	};
}

/** @returns {{ compared: number, different: string[] }} */
export function compareReferences({ outputs }) {
	const names = parameters.flatMap((parameter) => paths.map((path) => `${parameter} ${path}`));
	return {
		compared: names.length * items.length,
		different: names.filter((name) => !isDeepStrictEqual(outputs[name], outputs[`${name} n8n`])),
	};
}
