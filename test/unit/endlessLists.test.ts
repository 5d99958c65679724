import { agoraService } from '../../nodes/AgoraChat/service';
import { Dispatcher } from '../../nodes/shared/http/dispatcher';
import { batchOf, type ListWish, type Outcome } from '../../nodes/shared/model/batch';
import type { Operation } from '../../nodes/shared/model/operation';
import type { ServiceRequest } from '../../nodes/shared/model/requests';
import type { Service } from '../../nodes/shared/model/service';
import { PageReader } from '../../nodes/shared/operations/pages';
import { Progress } from '../../nodes/shared/operations/progress';
import { sendBatches } from '../../nodes/shared/operations/send';
import { tencentService } from '../../nodes/TencentCloudChat/service';
import { endlessLists, pageOf, type EndlessList, type Position } from '../simulator/endlessList';
import { agora, runOf, tencent } from '../support/resources';
import { VirtualTime } from '../support/virtualTime';

/** Lists that come in pages, of services whose pages never end: in virtual time. */

let time: VirtualTime;
let app = 0;
beforeEach(() => {
	time = new VirtualTime();
	time.install();
	app++; // with a limiter that nobody has used
});
afterEach(() => time.uninstall());

interface Row {
	serial: number;
	name: string;
}

interface List {
	service: Pick<Service, 'readReply'>;
	operation: Operation;
	/** How many rows a page has, whatever is asked. */
	pageSize: number;
	/** What a row is called in the output. */
	idName: string;
	/** Where the page begins that is asked for. */
	positionIn(request: ServiceRequest): Position | undefined;
	/** The answer with these rows. */
	write(page: readonly Row[], next: Position | undefined): string;
}

const text = ({ serial, lap }: Position) => `${lap + 1}${String(serial).padStart(9, '0')}`;
const position = (written: string): Position => ({
	serial: Number(written.slice(-9)),
	lap: Number(written.slice(0, -9)) - 1,
});

/** A mark leads to the next page. */
const byCursor = (resource: 'chatRoom' | 'chatGroup', pageSize: number): List => ({
	service: agoraService,
	operation: agora[resource].operations.getAll,
	pageSize,
	idName: `${resource}Id`,
	positionIn: ({ query }) => (query?.cursor ? position(String(query.cursor)) : undefined),
	write: (page, next) =>
		JSON.stringify({ data: page.map(({ name }) => ({ id: name })), cursor: next && text(next) }),
});

/** Only a page that is not full is the last one. */
const byNumber: List = {
	service: agoraService,
	operation: agora.user.operations.getAll,
	pageSize: 50,
	idName: 'userId',
	positionIn: ({ query }) => {
		const page = Number(query?.pageNum) - 1;
		const lap = Math.max(0, page - 2);
		return page === 0 ? undefined : { serial: Math.min(page, 3) * 50, lap };
	},
	// What is left of a mute gets less from page to page.
	write: (page) =>
		JSON.stringify({
			data: { data: page.map(({ name }) => ({ username: name, chat: 9e6 - time.now / 1000 })) },
		}),
};

const byNext: List = {
	service: tencentService,
	operation: tencent.group.operations.getAll,
	pageSize: 10_000,
	idName: 'groupId',
	positionIn: ({ body }) => {
		const next = /"Next":(\d+)/.exec(String(body))?.[1];
		return next === '0' ? undefined : position(String(next));
	},
	write: (page, next) =>
		`{"ErrorCode":0,"GroupIdList":${JSON.stringify(page.map(({ name }) => ({ GroupId: name })))},"Next":${next ? text(next) : 0}}`,
};

interface Told {
	outcomes: Outcome[];
	/** Of the list. */
	requests: number;
}

/** The outcomes of a list of 3 pages. */
async function read(list: List, wish: ListWish, endless: EndlessList): Promise<Told> {
	let requests = 0;
	const rows = Array.from({ length: list.pageSize * 3 }, (_, i) => ({
		serial: i + 1,
		name: String(i + 1),
	}));
	const exchange = async (request: ServiceRequest) => {
		await time.sleep(10);
		const { body } = request;
		if (request.path.endsWith('get_group_info')) {
			const { GroupIdList } = body as { GroupIdList: string[] };
			const GroupInfo = GroupIdList.map((GroupId) => ({ GroupId, ErrorCode: 0, Name: GroupId }));
			return { status: 200, headers: {}, text: JSON.stringify({ ErrorCode: 0, GroupInfo }) };
		}
		requests++;
		const { page, next } = pageOf<Row>(
			{
				rows,
				start: { serial: 0, lap: 0 },
				limit: list.pageSize,
				isBehind: (row, serial) => row.serial > serial,
				invent: (number) => ({ serial: 0, name: `new ${number}` }),
			},
			list.positionIn(request),
			endless,
		);
		return { status: 200, headers: {}, text: list.write(page, next) };
	};
	const endpoint = { app: `app ${app}`, baseUrl: '', requestsPerSecond: 1000, hide: String };
	const dispatcher = new Dispatcher(list.service, { endpoint, exchange }, 0);
	const batch = batchOf([{ itemIndex: 0, target: {}, list: wish }]);
	const run = runOf(list.operation, endpoint);
	const sending = {
		run,
		dispatcher,
		signal: undefined,
		progress: new Progress('', 1, () => {}),
		runsAgain: false,
	};
	const outcomes = await time.pass(sendBatches([batch], list.operation, sending));
	return { outcomes, requests };
}

const namesIn = ({ idName }: List, outcomes: readonly Outcome[]) =>
	outcomes.flatMap((outcome) =>
		'rows' in outcome ? outcome.rows.map((row) => row[idName]) : outcome.failure.code,
	);
const names = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));

describe.each([
	['chat rooms, by cursor', byCursor('chatRoom', 100)],
	['chat groups, by cursor', byCursor('chatGroup', 1000)],
	['muted users, by the number of the page', byNumber],
	["Tencent's groups, by Next", byNext],
])('A list of %s', (_, list) => {
	const size = list.pageSize * 3;
	const standing = endlessLists.filter((endless) => endless !== 'newRows');

	it.each(standing)('that stands still ends, with each row once: %s', async (endless) => {
		const { outcomes, requests } = await read(list, { limit: Infinity }, endless);

		// A position that was asked with before can only lead to the same rows.
		const count = endless === 'samePosition' && list !== byNumber ? list.pageSize * 2 : size;
		expect(namesIn(list, outcomes)).toEqual(names(count));
		expect(requests).toBeLessThan(20);
	});

	it.each(standing)('that stands still is as long as the limit lets it: %s', async (endless) => {
		const limit = list.pageSize + 7;

		expect(namesIn(list, (await read(list, { limit }, endless)).outcomes)).toEqual(names(limit));
	});
});

it('A list of ever new rows fails, and says so', async () => {
	const { outcomes } = await read(byNext, { limit: Infinity }, 'newRows');

	const message = expect.stringMatching(/not end/) as string;
	expect(outcomes).toMatchObject([{ failure: { code: 'ENDLESS_LIST', retry: 'no', message } }]);
});

it.each([byCursor('chatRoom', 100), byCursor('chatGroup', 1000), byNext])(
	'A list of ever new rows is read as far as the limit',
	async (list) => {
		const limit = list.pageSize * 4 + 7;
		const { outcomes, requests } = await read(list, { limit }, 'newRows');

		expect(new Set(namesIn(list, outcomes)).size).toBe(limit);
		expect(requests).toBe(5);
	},
);

describe('What is read of a list', () => {
	const page = (...names: string[]) => names.map((name): [string, string] => [name, name]);

	it('is each row once, on whatever pages it comes', () => {
		const reader = new PageReader();

		expect(reader.take(page('a', 'b', 'a'))).toEqual(['a', 'b']);
		expect(reader.take(page('b', 'c'), 'second')).toEqual(['c']);
	});

	it('goes on behind a few pages without anything new', () => {
		const reader = new PageReader();
		reader.take(page('a'));
		for (const token of ['1', '2', '3']) reader.take(page(), token);

		expect(reader.goesOn('4')).toBe(true);
		reader.take(page('b'), '4');
		for (const token of ['5', '6', '7']) reader.take(page('a'), token);
		expect(reader.goesOn('8')).toBe(true);
	});

	it('is all there is where no page brings anything new', () => {
		const reader = new PageReader();
		for (let token = 0; reader.goesOn(String(token)); token++) reader.take(page(), String(token));

		expect(reader.pageCount).toBeLessThan(20);
	});

	it.each([undefined, 'first', 'second'])(
		'does not go on with what was asked with: %p',
		(token) => {
			const reader = new PageReader();
			reader.take(page('a'), 'first');
			reader.take(page('b'), 'second');

			expect(reader.goesOn(token)).toBe(false);
		},
	);

	it.each([
		['pages that bring little', 1, 10_000],
		['large pages', 100_000, 10],
	])('has no end where it goes on and on, in %s', (_, rows, pages) => {
		const reader = new PageReader();
		for (let number = 1; !reader.isEndless; number++) {
			reader.take(
				page(...Array.from({ length: rows }, (__, i) => `${number} ${i}`)),
				String(number),
			);
		}
		expect(reader.pageCount).toBe(pages);
	});
});
