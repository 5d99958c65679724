import { AgoraChatApi } from '../../credentials/AgoraChatApi.credentials';
import { TencentCloudChatApi } from '../../credentials/TencentCloudChatApi.credentials';
import {
	choicesOf,
	fieldsNamed,
	operationsOf,
	resourcesOf,
	type Choice,
} from '../support/descriptions';
import { WordList } from '../../nodes/shared/callbacks/wordList';
import { nodeTypes, pollTypes, triggerTypes } from '../support/engine';
import {
	anchorOf,
	codeIn,
	emphasizedIn,
	linksIn,
	numbersIn,
	sectionsOf,
	type Section,
} from '../support/markdown';
import {
	dirname,
	existsSync,
	join,
	readdirSync,
	readFileSync,
	repositoryRoot,
} from '../support/node';
import { readSchema, schemaPaths } from '../support/schema';

/** The READMEs, what stands in `docs/`, and its translation: they say the same, and both say all that the nodes offer. */

const topics = readdirSync(join(repositoryRoot, 'docs')).filter((file) => file.endsWith('.md'));
const inEnglish = ['README.md', 'examples/README.md', ...topics.map((file) => `docs/${file}`)];
const inChinese = [
	'README.zh-CN.md',
	'examples/README.zh-CN.md',
	...topics.map((file) => `docs/zh-CN/${file}`),
];

/** A section, and the file it stands in. */
interface Part extends Section {
	file: string;
}

const partsOf = (file: string): Part[] =>
	sectionsOf(readFileSync(join(repositoryRoot, file), 'utf8')).map((section) => ({
		...section,
		file,
	}));
const english = inEnglish.flatMap(partsOf);
const chinese = inChinese.flatMap(partsOf);
const inBoth = [
	['In English', english],
	['In Chinese', chinese],
] as const;
const descriptions = Object.values(nodeTypes).map(({ description }) => description);
const triggers = Object.values(triggerTypes).map(({ description }) => description);
const polls = Object.values(pollTypes).map(({ description }) => description);

const tablesOf = (readme: Section[]) => readme.flatMap(({ tables }) => tables);
/** Without the gloss that a translation adds: `Account（账号）`. */
const unglossed = (cell: string) => cell.replace(/（[^）]*）/g, '');
const listIn = (cell: string) => unglossed(cell).split(', ');
const textOf = ({ prose, tables }: Section) => [prose, ...tables.flat(2)].join('\n');

/** As the tables have it: `Message, \`message\``. */
const entryOf = ({ name, value }: Choice) => `${name}, \`${value}\``;

/** The table in whose first column `cell` stands. */
function tableWith(readme: Section[], cell: string): string[][] {
	const found = tablesOf(readme).find((rows) =>
		rows.some(([first]) => [first, ...listIn(first)].includes(cell)),
	);
	if (!found) throw new Error(`No table has a row for ${cell}`);
	return found;
}

const exampleFiles = readdirSync(join(repositoryRoot, 'examples')).filter((file) =>
	file.endsWith('.json'),
);
const testedVersions = readdirSync(join(repositoryRoot, 'test/editor/n8n'));

it('Every version of n8n that is pinned is tested on GitHub', () => {
	const workflow = readFileSync(join(repositoryRoot, '.github/workflows/ci.yml'), 'utf8');
	const [, matrix] = /n8n: \[(.*)\]/.exec(workflow) ?? [];

	expect(matrix.match(/[\d.]+/g)).toEqual(expect.arrayContaining(testedVersions));
});

describe('The translation has the same', () => {
	/** What a README has of something in each of its sections. */
	const both = <T>(pick: (section: Part) => T): [T[], T[]] => [
		chinese.map(pick),
		english.map(pick),
	];

	it('sections', () => {
		const [translated, original] = both(({ level }) => level);

		expect(translated).toEqual(original);
	});

	it('tables, of as many rows and columns', () => {
		const [translated, original] = both(({ tables }) =>
			tables.map((rows) => rows.map((cells) => cells.length)),
		);

		expect(translated).toEqual(original);
	});

	it.each([
		['code', codeIn],
		['numbers', numbersIn],
	])('%s in each row', (_, pick) => {
		const [translated, original] = both(({ tables }) =>
			tables.map((rows) => rows.map((cells) => pick(cells.join(' | ')).sort())),
		);

		expect(translated).toEqual(original);
	});

	it('links in each row', () => {
		const [translated, original] = both((section) =>
			section.tables.map((rows) =>
				rows.map((cells) =>
					linksIn(cells.join(' | '))
						.map((link) => withoutLanguage(targetOf(section, link)))
						.sort(),
				),
			),
		);

		expect(translated).toEqual(original);
	});

	it.each([
		['code', codeIn],
		['numbers', numbersIn],
	])('%s in the text of each section', (_, pick) => {
		const [translated, original] = both(({ prose }) => [...new Set(pick(prose))].sort());

		expect(translated).toEqual(original);
	});

	it('code blocks, but for their comments', () => {
		const withoutComments = (code: string) => code.replace(/ +# .*$/gm, '');
		const [translated, original] = both(({ codeBlocks }) => codeBlocks.map(withoutComments));

		expect(translated).toEqual(original);
	});

	it('pictures and links', () => {
		const [translated, original] = both((section) =>
			linksIn(section.prose)
				.map((link) => withoutLanguage(targetOf(section, link)))
				.sort(),
		);

		expect(translated).toEqual(original);
	});
});

/** The file in the repository, and the place in it, that a link leads to. */
function targetOf({ file }: Part, link: string): string {
	if (link.startsWith('https:')) return link;
	return link.startsWith('#') ? file + link : join(dirname(file), link);
}

/** The same for a page and its translation: headings differ. */
function withoutLanguage(target: string): string {
	if (target.startsWith('https:')) return target;
	return target.replace(/#.*/, '').replace('docs/zh-CN/', 'docs/').replace('.zh-CN.', '.');
}

describe.each(inBoth)('%s', (language, readme) => {
	it('every link leads to what is there', () => {
		const anchors = readme.map(({ file, title }) => file + anchorOf(title));
		const targets = readme.flatMap((section) =>
			linksIn(textOf(section)).map((link) => targetOf(section, link)),
		);
		const within = targets.filter((target) => target.includes('#') && !/^https:/.test(target));
		const files = targets.filter((target) => !/^https:|#/.test(target));

		expect(within.length).toBeGreaterThan(0);
		expect(within.filter((target) => !anchors.includes(target))).toEqual([]);
		expect(files.filter((file) => !existsSync(join(repositoryRoot, file)))).toEqual([]);
	});

	it('every page leads to its translation and, but for the README, to the README', () => {
		const files = language === 'In English' ? inEnglish : inChinese;
		const others = language === 'In English' ? inChinese : inEnglish;
		for (const [i, file] of files.entries()) {
			const [first] = readme.filter((section) => section.file === file);
			const targets = linksIn(first.prose).map((link) => targetOf(first, link));
			expect(targets).toEqual(expect.arrayContaining([others[i]]));
			if (i > 0) expect(targets).toContain(files[0]);
		}
	});

	// npm shows the README alone, and makes links of it that lead to GitHub: none may begin with a slash.
	it('no link depends on where the page is shown', () => {
		const links = readme.flatMap((section) => linksIn(textOf(section)));

		expect(links.filter((link) => /^(\/|http:)/.test(link))).toEqual([]);
	});

	it('has a word on each operation of each resource, and on no other', () => {
		const offered = descriptions.flatMap((node) =>
			resourcesOf(node).flatMap((resource) =>
				operationsOf(node, resource.value).map(
					({ name }) => `${node.displayName}, ${resource.name}: ${name}`,
				),
			),
		);
		let [node, resources] = ['', ''];
		const explained = tablesOf(readme)[0]
			.slice(1)
			.flatMap(([ofNode, ofResources, operations]) => {
				if (ofNode) node = ofNode;
				if (ofResources) resources = ofResources;
				return listIn(resources).flatMap((resource) =>
					listIn(operations).map((name) => `${node}, ${resource}: ${name}`),
				);
			});

		expect(explained.sort()).toEqual(offered.sort());
	});

	it.each([new TencentCloudChatApi(), new AgoraChatApi()])(
		'has a word on each field of the credential $displayName',
		({ displayName, properties }) => {
			const fields = properties
				.filter(({ type }) => type !== 'notice' && type !== 'hidden')
				.map((field) => field.displayName);
			const at = readme.findIndex(({ title }) => title === displayName);
			// What both credentials have stands above the first of them.
			const common = readme
				.slice(0, at)
				.reverse()
				.find(({ level }) => level < readme[at].level);
			const explained = [
				...readme[at].tables.flat().flatMap(([field]) => listIn(field)),
				...emphasizedIn(common?.prose ?? ''),
			];

			expect(fields.filter((field) => !explained.includes(field))).toEqual([]);
		},
	);

	it('has a word on each trigger, and on each parameter', () => {
		const parameters = [...descriptions, ...triggers, ...polls]
			.flatMap(({ properties }) => properties)
			.filter(
				({ type, name }) =>
					type !== 'notice' && !['resource', 'operation', 'options'].includes(name),
			)
			.map(({ displayName }) => displayName);
		const explained = readme.flatMap((section) => emphasizedIn(textOf(section)));

		const names = [...[...triggers, ...polls].map(({ displayName }) => displayName), ...parameters];
		expect(names.filter((name) => !explained.includes(name))).toEqual([]);
	});

	it('explains each option, and no other', () => {
		const offered = descriptions
			.flatMap((node) => fieldsNamed(node, 'options'))
			.flatMap(({ options = [] }) => options)
			.map((option) => ('displayName' in option ? option.displayName : option.name));
		const explained = tableWith(readme, 'Dry Run')
			.slice(1)
			.map(([option]) => option);

		expect(explained).toEqual([...new Set(offered)].sort());
	});

	it.each([
		['filters', 'Ignore Users'],
		['rules', 'Words'],
		['options', 'Max Age'],
	])('explains each of the %s of the triggers, and no other', (field, one) => {
		const offered = triggers
			.flatMap((trigger) => fieldsNamed(trigger, field))
			.flatMap(({ options = [] }) => options)
			.map((option) => ('displayName' in option ? option.displayName : option.name));
		const explained = tableWith(readme, one)
			.slice(1)
			.flatMap(([names]) => listIn(names));

		expect(explained.sort()).toEqual([...new Set(offered)].sort());
	});

	it('explains each event of each trigger, and no other', () => {
		const offered = triggers.map((trigger) =>
			fieldsNamed(trigger, 'events').flatMap(choicesOf).map(entryOf).sort(),
		);
		const rows = tableWith(readme, entryOf({ name: 'Rate Alert', value: 'rateAlert' })).slice(1);
		const explained = triggers.map((_, i) =>
			rows
				.filter((cells) => cells[i + 1] !== '')
				.map(([event]) => event)
				.sort(),
		);

		expect(explained).toEqual(offered);
	});

	it('explains each change of a mute list, and no other', () => {
		const offered = polls.flatMap((poll) =>
			fieldsNamed(poll, 'changes').flatMap(choicesOf).map(entryOf),
		);
		const explained = tableWith(readme, entryOf({ name: 'Ended', value: 'ended' }))
			.slice(1)
			.map(([change]) => change);

		expect(explained.sort()).toEqual([...new Set(offered)].sort());
	});

	it('explains each answer, and no other', () => {
		const offered = triggers.flatMap((trigger) =>
			fieldsNamed(trigger, 'answer').flatMap(choicesOf).map(entryOf),
		);
		const explained = tableWith(readme, entryOf({ name: 'Drop', value: 'drop' }))
			.slice(1)
			.map(([answer]) => answer);

		expect(explained.sort()).toEqual([...new Set(offered)].sort());
	});

	it('tells the truth of words', () => {
		const rows = tableWith(readme, '`scam*`').slice(1);

		for (const [word, texts, others] of rows) {
			const list = new WordList(codeIn(word));
			expect(codeIn(texts).filter((text) => list.find(text) === undefined)).toEqual([]);
			expect(codeIn(others).filter((text) => list.find(text) !== undefined)).toEqual([]);
			expect([codeIn(word).length, codeIn(texts).length > 0, codeIn(others).length > 0]).toEqual([
				1,
				true,
				true,
			]);
		}
	});

	it('shows what the triggers put out in the fields of their schemas', () => {
		const schemas = Object.values(triggerTypes).map((trigger) => schemaPaths(readSchema(trigger)));
		const section = readme.find(({ tables }) =>
			tables.some((rows) => rows.some(([first]) => listIn(first).includes('Max Age'))),
		);
		const explained = section?.tables[0].slice(1).flatMap(([, fields]) => codeIn(fields)) ?? [];

		expect([...new Set(explained)].sort()).toEqual([...new Set(schemas.flat())].sort());
	});

	it('names each scope of the whole app', () => {
		const scopes = descriptions.flatMap((node) =>
			fieldsNamed(node, 'scopes')
				.flatMap(choicesOf)
				.map(({ name, value }) => `${node.displayName}: ${name}, ${value}`),
		);
		const explained = tablesOf(readme)
			.flat()
			.flatMap(([node, text = '']) => {
				const names = emphasizedIn(text);
				return codeIn(text).map((value, i) => `${node}: ${names[i]}, ${value}`);
			});

		expect(explained).toEqual(expect.arrayContaining(scopes));
	});

	it('names every version of n8n that is tested, in one place', () => {
		const isNamedIn = (prose: string) => testedVersions.every((version) => prose.includes(version));

		expect(readme.filter(({ prose }) => isNamedIn(prose))).toHaveLength(1);
	});

	it('names every example', () => {
		const named = tablesOf(readme).flatMap((rows) => rows.flatMap(([first]) => codeIn(first)));

		expect(named).toEqual(expect.arrayContaining(exampleFiles));
	});
});
