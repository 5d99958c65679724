import { agoraCredential } from '../support/credentials';
import { performance } from '../support/node';
import { PolledWorkflow } from '../support/polls';
import { VirtualService } from '../support/virtualService';
import { VirtualTime } from '../support/virtualTime';

/** A poll of many places, in virtual time: it is read within the rate and within the time that n8n gives. */

let time: VirtualTime;
beforeEach(() => {
	time = new VirtualTime();
	time.install();
});
afterEach(() => time.uninstall());

const minuteMs = 60_000;

/** An app whose rooms have one user muted in each, where they are. */
class App {
	/** Each API has a rate of its own. */
	readonly lists: VirtualService;
	readonly pages: VirtualService;
	/** How often each room was read. */
	readonly reads = new Map<string, number>();
	readonly muted = new Map<string, string>();
	readonly rooms: string[];
	readonly workflow: PolledWorkflow;

	constructor(roomCount: number, requestsPerSecond: number, budgetMs?: number) {
		this.rooms = Array.from({ length: roomCount }, (_, i) => String(10_000 + i));
		this.lists = new VirtualService(time, 10, 40);
		this.pages = new VirtualService(time, 10, 40);
		// Another app for each test, since what was learnt of one is remembered.
		const url = `http://127.0.0.1:${++App.port}`;
		this.workflow = new PolledWorkflow({
			type: 'agora',
			parameters: { places: 'all' },
			credentials: agoraCredential(
				{
					url,
					credentials: {
						orgName: 'org',
						appName: 'app',
						appId: '',
						appCertificate: '',
						clientId: 'id',
						clientSecret: 'secret',
					} as never,
				},
				{ requestsPerSecond, authentication: 'accessToken', accessToken: 'token' },
			),
			budgetMs,
			request: async ({ url, qs }) => await this.answer(url, Number(qs?.cursor ?? 0)),
		});
	}

	get turnedAway(): number[] {
		return [...this.lists.turnedAway, ...this.pages.turnedAway];
	}

	private async answer(url: string, from: number) {
		const { end } = await (url.endsWith('/mute') ? this.lists : this.pages).call();
		if (end === 'turnedAway') {
			return { statusCode: 429, headers: {}, body: '{"error":"reach_limit"}' };
		}
		const body = url.endsWith('/mute') ? this.listOf(url.split('/')[2]) : this.pageOf(from);
		return { statusCode: 200, headers: {}, body: JSON.stringify(body) };
	}

	private pageOf(from: number) {
		const data = this.rooms.slice(from, from + 100).map((id) => ({ id, name: id }));
		const next = from + 100;
		return { data, ...(next < this.rooms.length && { cursor: String(next) }) };
	}

	private listOf(room: string) {
		this.reads.set(room, (this.reads.get(room) ?? 0) + 1);
		const user = this.muted.get(room);
		return { data: user === undefined ? [] : [{ user, expire: -1 }] };
	}

	private static port = 20_000;
}

const readAtMost = ({ reads }: App) => Math.max(...reads.values());

describe('The rooms of an app that allows 10 requests a second', () => {
	it('are published in less than half a minute, be they 2,300', async () => {
		const app = new App(2300, 10);
		await time.pass(app.workflow.publish());

		expect(time.now).toBeLessThan(30_000);
		expect(app.turnedAway).toEqual([]);
	});

	it('are read in one poll where each has a context of its own', async () => {
		const app = new App(600, 10);
		app.workflow.change({ ownContexts: true });
		await time.pass(app.workflow.publish());
		app.reads.clear();
		await time.pass(app.workflow.poll());

		expect(app.reads.size).toBe(600);
	});

	it('are read in one poll, be they 2,300, while those that n8n starts each minute give nothing at once', async () => {
		const app = new App(2300, 10);
		await time.pass(app.workflow.publish());
		await time.pass(app.workflow.poll());
		app.reads.clear();
		app.rooms.forEach((room) => app.muted.set(room, 'ann'));

		const startedAt = time.now;
		const poll = app.workflow.poll();
		for (let minute = 1; minute < 4; minute++) {
			await time.pass(time.sleep(minuteMs));
			const before = time.now;
			expect(await time.pass(app.workflow.poll())).toEqual([]);
			expect(time.now).toBe(before);
		}
		const rows = await time.pass(poll);

		expect(new Set(rows.map(({ chatRoomId }) => chatRoomId)).size).toBe(2300);
		expect(readAtMost(app)).toBe(1);
		expect(app.turnedAway).toEqual([]);
		expect(time.now - startedAt).toBeLessThan(5 * minuteMs);
	});

	it('are told of once each though n8n ends its polls after 45 seconds, slice by slice', async () => {
		const app = new App(600, 10, 36_000);
		const told: unknown[] = [];
		await time.pass(app.workflow.publish());
		for (let poll = 0; poll < 4; poll++) await time.pass(app.workflow.poll());
		app.rooms.forEach((room) => app.muted.set(room, 'ann'));

		for (let poll = 0; poll < 4; poll++) {
			const startedAt = time.now;
			told.push(...(await time.pass(app.workflow.poll())).map(({ chatRoomId }) => chatRoomId));
			expect(time.now - startedAt).toBeLessThan(36_000);
		}

		expect(told.sort()).toEqual(app.rooms);
		expect(app.turnedAway).toEqual([]);
	});

	it('are read though the credential says 100', async () => {
		const app = new App(600, 100);
		await time.pass(app.workflow.publish());
		for (let poll = 0; poll < 2; poll++) await time.pass(app.workflow.poll());
		app.rooms.forEach((room) => app.muted.set(room, 'ann'));
		const rows = [
			...(await time.pass(app.workflow.poll())),
			...(await time.pass(app.workflow.poll())),
		];

		expect(rows.map(({ chatRoomId }) => chatRoomId).sort()).toEqual(app.rooms);
		expect(app.turnedAway.length).toBeLessThan(0.2 * app.lists.served.length);
		expect(app.workflow.errors).toEqual([]);
	});
});

it('1,000 rooms of an app that allows 100 requests a second are known once they are published', async () => {
	const app = new App(1000, 100);
	app.lists.allowed = app.pages.allowed = 100;
	await time.pass(app.workflow.publish());
	app.rooms.forEach((room) => app.muted.set(room, 'ann'));

	expect(await time.pass(app.workflow.poll())).toHaveLength(1000);
	expect(app.turnedAway).toEqual([]);
});

it('The clock of these tests is a virtual one', () => {
	expect(performance.now()).toBe(time.now);
});
