import {
	NodeApiError,
	NodeOperationError,
	UserError,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchItems,
} from 'n8n-workflow';

import type { Failure } from '../../nodes/shared/model/failure';
import type { HttpReply, ServiceRequest } from '../../nodes/shared/model/requests';
import type { Service } from '../../nodes/shared/model/service';
import {
	asking,
	isUnknown,
	itemsOf,
	matches,
	searchPages,
	soughtText,
	valueOf,
	type Page,
} from '../../nodes/shared/dropDowns/search';
import { VirtualTime } from '../support/virtualTime';

/** What all drop-downs share; what each service is asked for theirs is tested through n8n's own context. */

const item = (name: string, value = name): INodeListSearchItems => ({ name, value });
const failure = (changes: Partial<Failure>): Failure => ({
	message: 'It is not there',
	advice: 'Look elsewhere.',
	retry: 'no',
	scope: 'request',
	...changes,
});

describe('What is sought', () => {
	it('is what was typed, without the blanks that were pasted along', () => {
		expect([soughtText(' @TGS#1\n'), soughtText('two words'), soughtText()]).toEqual([
			'@TGS#1',
			'two words',
			'',
		]);
	});

	it.each([
		['lob', true],
		['LOBBY', true],
		['tgs#1', true],
		['', true],
		['hall', false],
	])('%p is found in a name or an ID, whatever the case: %p', (text, found) => {
		expect(matches(text, item('The Lobby', '@TGS#1'))).toBe(found);
	});
});

describe('A place in the list', () => {
	it('is its name with its ID, or what of that tells it apart', () => {
		expect(itemsOf('@TGS#1', 'Lobby')).toEqual([item('Lobby (@TGS#1)', '@TGS#1')]);
		expect(itemsOf('@TGS#1@TOPIC#2', 'News', '2')).toEqual([item('News (2)', '@TGS#1@TOPIC#2')]);
		expect(itemsOf(42, 'Lounge')).toEqual([item('Lounge (42)', '42')]);
	});

	it.each([undefined, null, '', ' '])('is its ID alone where its name is %p', (name) => {
		expect(itemsOf('@TGS#1', name)).toEqual([item('@TGS#1')]);
	});

	it.each(['={{ $env }}', '=', '={{ (', '=Lobby'])(
		'is no expression, whatever its members have named it: %s',
		(name) => {
			for (const { name: shown, value } of [
				...itemsOf('@TGS#1', name),
				...itemsOf('@TGS#1', '', name),
			]) {
				expect([shown.startsWith('='), shown.includes(name)]).toEqual([false, true]);
				expect(value).toBe('@TGS#1');
			}
		},
	);

	it('whose ID would be one is left out, with a word on how to give it', async () => {
		const items = [
			item('ann'),
			...itemsOf('={{ 1 }}', 'Lobby'),
			...itemsOf('=2', 'Hall'),
			item('bob'),
		];
		const loadPage = async () => await Promise.resolve({ items });
		const lookUp = async () => await Promise.resolve(itemsOf('=3', 'Hall'));
		const all = await searchPages(undefined, undefined, { loadPage, lookUp });
		const some = await searchPages('hall', undefined, { loadPage, lookUp });

		expect(all.results.map(({ value }) => value)).toEqual(['ann', 'bob', '']);
		expect(some.results.map(({ value }) => value)).toEqual(['']);
		expect(all.results[2].name).toMatch(/^Left out: .* expression/);
	});

	it.each([undefined, null, ''])('is none where its ID is %p', (id) => {
		expect(itemsOf(id, 'Lobby')).toEqual([]);
	});
});

describe('The pages of a drop-down', () => {
	/** Pages by the token they are asked for with; the first one by none. */
	const source = (
		pages: Record<string, Page>,
		byId: Record<string, INodeListSearchItems> = {},
	) => ({
		loadPage: jest.fn(async (token = 'first') => await Promise.resolve(pages[token])),
		lookUp: jest.fn(async (id: string) => await Promise.resolve(byId[id] ? [byId[id]] : [])),
	});
	const pages = {
		first: { items: [item('ann'), item('bob')], next: 'second' },
		second: { items: [item('cy')], next: 'third' },
		third: { items: [item('dot')] },
	};

	it('come as the service gives them where nothing is sought, each with what to ask for next', async () => {
		const from = source(pages);
		const first = await searchPages(undefined, undefined, from);
		const third = await searchPages(undefined, 'third', from);

		expect(first).toEqual({ results: pages.first.items, paginationToken: 'second' });
		expect(third).toEqual({ results: pages.third.items, paginationToken: undefined });
		expect(from.lookUp).not.toHaveBeenCalled();
		expect(from.loadPage.mock.calls).toEqual([
			[undefined, ''],
			['third', ''],
		]);
	});

	it('are passed over until one has a match, and say what is sought', async () => {
		const from = source(pages);

		expect(await searchPages(' Cy', undefined, from)).toEqual({
			results: [item('cy')],
			paginationToken: 'third',
		});
		expect(from.loadPage.mock.calls).toEqual([
			[undefined, 'Cy'],
			['second', 'Cy'],
		]);
	});

	it('that are empty are passed over where nothing is sought, too', async () => {
		const from = source({ ...pages, first: { items: [], next: 'second' } });

		expect((await searchPages('', undefined, from)).results).toEqual([item('cy')]);
	});

	it('end where nothing matches', async () => {
		expect(await searchPages('nobody', undefined, source(pages))).toEqual({
			results: [],
			paginationToken: undefined,
		});
	});

	it('end where the service goes round in circles', async () => {
		const round = {
			first: { items: [], next: 'second' },
			second: { items: [], next: 'third' },
			third: { items: [], next: 'second' },
		};
		const from = source(round);

		expect(await searchPages('ann', undefined, from)).toEqual({
			results: [],
			paginationToken: undefined,
		});
		expect(from.loadPage).toHaveBeenCalledTimes(3);
	});

	it.each([
		['empty', []],
		['without a match', [item('bob')]],
	])('end where they are %s, and each gives another token', async (_, items) => {
		let token = 0;
		const loadPage = jest.fn(async () => await Promise.resolve({ items, next: String(token++) }));
		const lookUp = async () => await Promise.resolve([]);

		expect(await searchPages('ann', undefined, { loadPage, lookUp })).toEqual({
			results: [],
			paginationToken: undefined,
		});
		expect(loadPage.mock.calls.length).toBeLessThan(20);
	});

	it('end where a page gives its own token as the next one', async () => {
		const same = { second: { items: [item('cy')], next: 'second' } };

		expect(await searchPages('', 'second', source(same))).toEqual({
			results: [item('cy')],
			paginationToken: undefined,
		});
	});

	it('begin with the place whose ID was typed, which comes once', async () => {
		const from = source(pages, { bob: item('Bob (bob)', 'bob') });
		const { results, paginationToken } = await searchPages('bob', undefined, from);

		expect(results).toEqual([item('Bob (bob)', 'bob')]);
		expect(paginationToken).toBe('second');
	});

	it('have the place whose ID was typed on the first page alone', async () => {
		const from = source({ second: { items: [item('bob'), item('bobby')] } }, { bob: item('bob') });

		expect((await searchPages('bob', 'second', from)).results).toEqual([item('bobby')]);
	});
});

describe('An ID is unknown, and no error', () => {
	it.each([
		['the service does not have it', { failure: failure({}) }, true],
		['the service knows the target, and refuses', { failure: failure({ scope: 'target' }) }, true],
	])('where %s', (_, answer) => {
		expect(isUnknown(answer)).toBe(true);
	});

	it.each([
		['the service has it', { value: { body: {}, text: '{}', sentAtMs: 0, answeredAtMs: 0 } }],
		['the app is wrong', { failure: failure({ scope: 'app' }) }],
		['it may pass', { failure: failure({ retry: 'yes' }) }],
	])('but not where %s', (_, answer) => {
		expect(isUnknown(answer)).toBe(false);
	});
});

describe('Asking the service', () => {
	const request: ServiceRequest = { api: { name: 'list' }, method: 'GET', path: '/list' };
	const node = { name: 'Chat', type: 'chat', parameters: {} } as unknown as INode;
	let time: VirtualTime;
	let app = 0;
	beforeEach(() => {
		time = new VirtualTime();
		time.install();
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
		app++; // with a limiter that nobody has used
	});
	afterEach(() => time.uninstall());

	/** An editor that looks on, and a service that gives these answers; the last one stays. */
	function editor(answers: Array<Partial<Failure> | 'done'>, requestsPerSecond = 100) {
		const asked: string[] = [];
		const context = {
			getNode: () => node,
			getCredentials: async () => await Promise.resolve({}),
			helpers: {
				httpRequestWithAuthentication: async (_type: string, { url }: { url: string }) => {
					asked.push(url);
					await time.sleep(10);
					const body = JSON.stringify(answers.length > 1 ? answers.shift() : answers[0]);
					return { statusCode: 200, headers: {}, body };
				},
			},
		} as unknown as ILoadOptionsFunctions;
		const service = {
			credentialType: 'chat',
			endpoint: () => ({ app: `app ${app}`, baseUrl: '', requestsPerSecond, hide: String }),
			readReply: ({ text }: HttpReply) =>
				text === '"done"' ? { body: {} } : { failure: failure(JSON.parse(text) as Failure) },
		} as unknown as Service;
		return { context, service, asked };
	}

	it('gives the answer as it came', async () => {
		const { context, service } = editor(['done']);
		const { ask, endpoint } = await asking(context, service);

		expect(valueOf(context, await time.pass(ask(request)))).toMatchObject({ text: '"done"' });
		expect(endpoint.app).toBe(`app ${app}`);
	});

	it('again, twice, where it may pass', async () => {
		const { context, service, asked } = editor([{ retry: 'yes' }]);
		const { ask } = await asking(context, service);

		expect(await time.pass(ask(request))).toMatchObject({ failure: { retry: 'yes' } });
		expect(asked).toHaveLength(3);
	});

	it('is given up after half a minute in which others were ahead', async () => {
		const { context, service, asked } = editor([{ turnedAway: true, retryAfterMs: 60_000 }]);
		const busy = (await asking(context, service)).ask(request);
		await time.pass(time.sleep(100));
		const from = time.now;
		const { ask } = await asking(context, service);
		const answer = await time.pass(ask(request));

		expect(time.now - from).toBeGreaterThanOrEqual(30_000);
		expect(time.now - from).toBeLessThan(30_500);
		expect(asked).toHaveLength(1);
		expect(() => valueOf(context, answer)).toThrow(/not there yet.*\. .*give the ID/);
		expect(isUnknown(answer)).toBe(false);
		await time.pass(busy);
	});

	it('anew goes before what an older search still wants to know', async () => {
		const { context, service, asked } = editor(['done'], 1);
		const { ask: old } = await asking(context, service);
		const { ask: newer } = await asking(context, service);
		const of = (path: string) => ({ ...request, path });
		const all = [old(of('1')), old(of('2')), old(of('3')), newer(of('new'))];
		await time.pass(Promise.all(all));

		expect(asked).toEqual(['1', 'new', '2', '3']);
	});

	it('with a credential that is wrong says which field', async () => {
		const { context, service } = editor(['done']);
		const endpoint = () => {
			throw new UserError("The 'Host' field of the credential is empty");
		};
		const wrong = asking(context, { ...service, endpoint });

		await expect(wrong).rejects.toThrow(NodeOperationError);
		await expect(wrong).rejects.toThrow("'Host'");
	});

	it.each([
		['the HTTP status', { httpStatus: 401, code: 'unauthorized' }, '401'],
		['the code, where there is no status', { code: 'UNEXPECTED_REPLY' }, 'UNEXPECTED_REPLY'],
	])('in vain tells why, how to get on, and %s', (_, changes, httpCode) => {
		const { context } = editor(['done']);
		const read = () => valueOf(context, { failure: failure(changes) });

		expect(read).toThrow(NodeApiError);
		expect(read).toThrow(expect.objectContaining({ httpCode }));
		expect(read).toThrow('It is not there. Look elsewhere.');
	});

	it('in vain without any code tells why', () => {
		const { context } = editor(['done']);

		expect(() => valueOf(context, { failure: failure({}) })).toThrow(
			'It is not there. Look elsewhere.',
		);
	});
});
