import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { fieldsNamed, operationsOf } from '../support/descriptions';
import {
	execFileSync,
	existsSync,
	join,
	readdirSync,
	readFileSync,
	repositoryRoot,
} from '../support/node';

/** The built package, as n8n loads it and as npm would publish it. `npm test` builds it before. */

const nodeNames = ['tencentCloudChat', 'agoraChat'];
const triggerNames = ['tencentCloudChatTrigger', 'agoraChatTrigger'];
const pollNames = ['tencentCloudChatMuteListTrigger', 'agoraChatMuteListTrigger'];
const allNames = [...nodeNames, ...triggerNames, ...pollNames];
const credentialNames = ['tencentCloudChatApi', 'agoraChatApi'];

const loader = new PackageDirectoryLoader(repositoryRoot);
const packageJson = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
	version: string;
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[] };
};

beforeAll(async () => {
	await loader.loadAll();
});

const described = (name: string): INodeTypeDescription => {
	const found = loader.types.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`n8n did not load ${name}`);
	return found as INodeTypeDescription;
};

describe('n8n loads', () => {
	it('both nodes, their triggers and both credentials, and nothing else', () => {
		expect(loader.types.nodes.map(({ name }) => name).sort()).toEqual([...allNames].sort());
		expect(loader.types.credentials.map(({ name }) => name).sort()).toEqual(
			[...credentialNames].sort(),
		);
	});

	it.each(nodeNames)('%s under the names that workflows are saved with', (name) => {
		const { properties } = described(name);
		const names = properties.map((property) => property.name);
		const places =
			name === 'agoraChat' ? ['chatRoomId', 'chatGroupId'] : ['groupId', 'topicId', 'groupType'];

		expect(names).toEqual(
			expect.arrayContaining([
				'resource',
				'operation',
				...places,
				'userIds',
				'muteFor',
				'duration',
				'durationUnit',
				'until',
				'scopes',
				'returnAll',
				'limit',
				'options',
			]),
		);
	});

	it.each(triggerNames)('%s under the names that workflows are saved with', (name) => {
		const ofVerdict = name === 'agoraChatTrigger' ? ['blockMessage'] : ['blockCode', 'blockReason'];

		expect(namesIn(described(name).properties).sort()).toEqual(
			['events', 'answer', ...ofVerdict, 'replaceText', 'filters', 'rules', 'options'].sort(),
		);
	});

	it.each(triggerNames)('%s as one, at an address of its own', (name) => {
		const { group, inputs, webhooks, usableAsTool } = described(name);

		expect({ group, inputs, usableAsTool }).toEqual({ group: ['trigger'], inputs: [] });
		expect(webhooks).toMatchObject([{ name: 'default', httpMethod: 'POST', path: 'callback' }]);
	});

	it.each(pollNames)(
		'%s as a polled trigger, under the names that workflows are saved with',
		(name) => {
			const { group, inputs, polling, properties } = described(name);
			const own = name === 'agoraChatMuteListTrigger' ? ['resource'] : ['options'];

			expect({ group, inputs, polling }).toEqual({ group: ['trigger'], inputs: [], polling: true });
			expect(namesIn(properties).sort()).toEqual(
				['pollTimes', 'places', 'placeIds', 'changes', ...own].sort(),
			);
		},
	);

	it.each(allNames)('%s with icons for light and dark', (name) => {
		expectIcons(described(name).iconUrl);
	});

	it('each node with icons of its own', () => {
		const icons = allNames.map((name) => JSON.stringify(described(name).iconUrl));

		expect(new Set(icons).size).toBe(allNames.length);
	});

	it.each(credentialNames)('%s with icons for light and dark', (name) => {
		expectIcons(loader.types.credentials.find((type) => type.name === name)?.iconUrl);
	});

	it.each(allNames)('%s with its codex, by which it is found in the editor', (name) => {
		const { codex } = described(name);

		expect(codex?.categories).toContain('Communication');
		expect(codex?.resources?.primaryDocumentation?.[0].url).toMatch(/^https:\/\//);
	});

	it.each([
		['tencentCloudChat', ['mute', 'silence', 'ban', '腾讯云', '禁言']],
		['agoraChat', ['mute', 'silence', 'ban', 'easemob', 'allow list', '环信', '声网', '禁言']],
		['tencentCloudChatTrigger', ['webhook', 'callback', 'word filter', '腾讯云', '敏感词', '回调']],
		['agoraChatTrigger', ['webhook', 'callback', 'word filter', 'easemob', '环信', '敏感词']],
		['tencentCloudChatMuteListTrigger', ['poll', 'mute list', 'unmute', '腾讯云', '禁言']],
		['agoraChatMuteListTrigger', ['poll', 'mute list', 'unmute', 'easemob', '环信', '禁言']],
	])('%s under every word that it may be sought by', (name, words) => {
		const aliases = described(name).codex?.alias?.map((alias) => alias.toLowerCase());

		expect(aliases).toEqual(expect.arrayContaining(words));
	});

	it.each(nodeNames)('%s as a tool for AI agents, too', (name) => {
		expect(described(name).usableAsTool).toBe(true);
	});

	it.each(nodeNames)('%s with the drop-downs that its fields name', (name) => {
		const methods = loader.getNode(name).type as { methods?: { listSearch?: object } };
		const searches = described(name)
			.properties.flatMap(({ modes }) => modes ?? [])
			.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);

		expect(searches.length).toBeGreaterThan(0);
		expect(Object.keys(methods.methods?.listSearch ?? {})).toEqual(
			expect.arrayContaining(searches),
		);
	});
});

describe('The contract of', () => {
	const parameter = (node: string, name: string) =>
		described(node).properties.find((property) => property.name === name);
	const valuesOf = (node: string, name: string) =>
		(parameter(node, name)?.options ?? []).map((option) => 'value' in option && option.value);

	const inPlaces = ['mute', 'unmute', 'getMuted', 'muteAll', 'unmuteAll', 'get', 'getAll'];
	const ofAllowList = ['getAllowed', 'allow', 'disallow'];

	it.each([
		['tencentCloudChat', 'group', inPlaces],
		['tencentCloudChat', 'account', ['mute', 'unmute', 'get']],
		['tencentCloudChat', 'callback', ['answer']],
		['agoraChat', 'chatRoom', [...inPlaces, ...ofAllowList]],
		['agoraChat', 'chatGroup', [...inPlaces, ...ofAllowList]],
		['agoraChat', 'user', ['mute', 'unmute', 'get', 'getAll']],
		['agoraChat', 'callback', ['answer']],
	])('%s, %s: its operations', (node, resource, operations) => {
		const values = operationsOf(described(node), resource).map(({ value }) => value);

		expect(values).toEqual(expect.arrayContaining(operations));
	});

	it.each([
		['tencentCloudChat', ['pass', 'block', 'drop', 'replace'], ['blockCode', 'blockReason']],
		['agoraChat', ['pass', 'block', 'replace'], ['blockMessage']],
	])('%s: answers of its trigger and of the operation', (node, verdicts, ofBlock) => {
		const trigger = `${node}Trigger`;
		const shownFor = (name: string, field: string) =>
			parameter(name, field)?.displayOptions?.show ?? {};

		expect(valuesOf(trigger, 'answer').sort()).toEqual([...verdicts, 'workflow'].sort());
		expect(valuesOf(node, 'verdict').sort()).toEqual([...verdicts].sort());
		expect(parameter(trigger, 'answer')?.default).toBe('pass');
		expect(parameter(node, 'verdict')?.default).toBe('pass');
		for (const field of ofBlock) {
			expect(shownFor(trigger, field)).toMatchObject({ answer: ['block'] });
			expect(shownFor(node, field)).toMatchObject({ verdict: ['block'], resource: ['callback'] });
		}
		expect(shownFor(trigger, 'replaceText')).toMatchObject({ answer: ['replace'] });
		expect(shownFor(node, 'replaceText')).toMatchObject({ verdict: ['replace'] });
	});

	it.each([
		['tencentCloudChatTrigger', ['messageBefore', 'privateMessageBefore'], 60],
		['agoraChatTrigger', ['messageBefore'], 300],
	])('%s: an answer where one is waited for, filters and options', (node, waiting, maxAge) => {
		const answered = parameter(node, 'answer')?.displayOptions?.show?.events as string[];
		const fieldsOf = (name: string) => (parameter(node, name)?.options ?? []) as INodeProperties[];

		expect([...answered].sort()).toEqual(waiting);
		expect(parameter(node, 'events')?.default).toEqual(['messageBefore']);
		expect(namesIn(fieldsOf('filters')).sort()).toEqual(
			['ignoreUsers', 'messageTypes', 'places'].sort(),
		);
		expect(namesIn(fieldsOf('rules')).sort()).toEqual(
			['flood', 'links', 'mentions', 'repeats', 'words'].sort(),
		);
		expect(fieldsOf('options')).toMatchObject([
			{ name: 'includePassed', default: false },
			{ name: 'includeQuoted', default: false },
			{ name: 'includeRawBody', default: false },
			{ name: 'maxAgeSeconds', default: maxAge, typeOptions: { maxValue: 3600 } },
		]);
	});

	it.each(pollNames)(
		'%s: places by their IDs, and every change, unless chosen otherwise',
		(node) => {
			expect(valuesOf(node, 'places')).toEqual(['all', 'named']);
			expect(parameter(node, 'places')?.default).toBe('named');
			expect(parameter(node, 'placeIds')?.displayOptions?.show).toEqual({ places: ['named'] });
			expect(valuesOf(node, 'changes')).toEqual(['changed', 'ended', 'muted', 'unmuted']);
			expect(parameter(node, 'changes')?.default).toEqual(valuesOf(node, 'changes'));
		},
	);

	it.each([
		['tencentCloudChat', 'tencentCloudChatApi'],
		['agoraChat', 'agoraChatApi'],
	])('%s: the credential that it needs, but not to answer', (node, name) => {
		for (const trigger of ['Trigger', 'MuteListTrigger']) {
			expect(described(node + trigger).credentials).toEqual([{ name, required: true }]);
		}
		expect(described(node).credentials).toEqual([
			{ name, required: true, displayOptions: { hide: { resource: ['callback'] } } },
		]);
	});

	it.each(nodeNames)('%s: defaults that mute the user of the item for ten minutes', (node) => {
		expect(parameter(node, 'userIds')?.default).toBe('={{ $json.userId }}');
		expect(parameter(node, 'muteFor')?.default).toBe('duration');
		expect(parameter(node, 'duration')?.default).toBe(10);
		expect(parameter(node, 'durationUnit')?.default).toBe('minutes');
	});

	it.each(nodeNames)('%s: ways and units of time', (node) => {
		expect(valuesOf(node, 'muteFor')).toEqual(['duration', 'until', 'permanent']);
		expect([...valuesOf(node, 'durationUnit')].sort()).toEqual(
			['seconds', 'minutes', 'hours', 'days', 'weeks'].sort(),
		);
	});

	it.each([
		['tencentCloudChat', [20, 100, 500]],
		['agoraChat', [60, 600]],
	])('%s: options and their defaults', (node, batchSizes) => {
		const options = fieldsNamed(described(node), 'options').flatMap(({ options = [] }) => options);
		const defaults = Object.fromEntries(
			options.map((option) => [option.name, 'default' in option && option.default]),
		);

		// Each operation has the limit of the service for it.
		const sizes = options.flatMap((option) =>
			option.name === 'batchSize' && 'default' in option ? Number(option.default) : [],
		);
		expect([...new Set(sizes)].sort((a, b) => a - b)).toEqual(batchSizes);
		expect(defaults).toMatchObject({
			maxRetries: 4,
			includeExpired: false,
			simplify: true,
			dryRun: false,
			...(node === 'tencentCloudChat' && { apiNaming: 'current' }),
		});
		expect(defaults).toHaveProperty('timeout');
	});
});

describe('npm publishes', () => {
	const [{ files }] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8' }),
	) as [{ files: Array<{ path: string }> }];
	const paths = files.map(({ path }) => path);

	it('no tests, no sources and nothing of the workshop', () => {
		const strange = paths.filter(
			(path) =>
				!/^dist\/(nodes|credentials|icons)\//.test(path) &&
				!['package.json', 'README.md', 'README.zh-CN.md', 'LICENSE', 'CHANGELOG.md'].includes(path),
		);

		expect(strange).toEqual([]);
		expect(paths.filter((path) => /test|\.cache|\.ts$|\.map$/i.test(path))).toEqual([]);
	});

	it('a changelog that tells of this version', () => {
		const changelog = readFileSync(join(repositoryRoot, 'CHANGELOG.md'), 'utf8');

		expect(changelog).toContain(`\n## ${packageJson.version}\n`);
	});

	it('every file that package.json names, and what belongs to it', () => {
		const { nodes, credentials } = packageJson.n8n;

		expect(paths).toEqual(expect.arrayContaining([...nodes, ...credentials]));
		expect(paths).toEqual(
			expect.arrayContaining(nodes.map((path) => path.replace(/\.js$/, '.json'))),
		);
		expect(paths.filter((path) => path.endsWith('.svg'))).toHaveLength(2 * allNames.length);
		expect(paths).toEqual(expect.arrayContaining(['README.md', 'LICENSE']));
		const schemas = readdirSync(join(repositoryRoot, 'nodes'), { recursive: true })
			.map(String)
			.filter((path) => path.includes('__schema__') && path.endsWith('.json'));
		expect(schemas.length).toBeGreaterThan(0);
		expect(paths).toEqual(expect.arrayContaining(schemas.map((path) => `dist/nodes/${path}`)));
	});

	it('a package that installs nothing else', () => {
		expect(packageJson.dependencies ?? {}).toEqual({});
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});
});

/** Of what is typed in: notices have none. */
function namesIn(properties: INodeProperties[]): string[] {
	return properties.filter(({ type }) => type !== 'notice').map(({ name }) => name);
}

function expectIcons(iconUrl: unknown): void {
	const { light, dark } = iconUrl as { light: string; dark: string };
	expect(light).not.toBe(dark);
	for (const icon of [light, dark]) {
		expect(
			existsSync(join(repositoryRoot, icon.replace(/^icons\/n8n-nodes-chat-mute\//, ''))),
		).toBe(true);
	}
}
