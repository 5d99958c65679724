import type { IDataObject } from 'n8n-workflow';

import { readPlaceIds } from '../../nodes/shared/muteListTrigger/setUp';
import { agoraCredential } from '../support/credentials';
import { delay } from '../support/node';
import { PolledWorkflow, type Polled } from '../support/polls';
import { plainRun } from '../support/resources';
import { withoutBackOff } from './services';

/** Mute lists of a service, and of an n8n, that behave otherwise than most. */

const minuteMs = 60_000;
beforeEach(withoutBackOff);
afterEach(() => jest.restoreAllMocks());

interface Reply {
	statusCode: number;
	body: string;
}

/** An app with rooms, as its service tells of them. */
class App {
	private static port = 30_000;
	rooms = ['11', '12', '13'];
	/** Where somebody is muted, and until when. */
	readonly muted = new Map<string, number>();
	/** What is answered in place of a room's list. */
	readonly replies = new Map<string, Reply>();
	/** How long an answer takes, and how far the service's clock is ahead of ours. */
	answerMs = 0;
	aheadMs = 0;
	readonly reads: string[] = [];

	workflow(polled: Partial<Polled> = {}): PolledWorkflow {
		return new PolledWorkflow({
			type: 'agora',
			parameters: { places: 'all' },
			credentials: agoraCredential({ url: this.url, credentials: app } as never, {
				authentication: 'accessToken',
				accessToken: 'token',
			}),
			request: async ({ url }) => await this.answer(url),
			...polled,
		});
	}

	/** Another one for each test, since what was learnt of an app is remembered. */
	private readonly url = `http://127.0.0.1:${++App.port}`;

	private get now(): number {
		return Date.now() + this.aheadMs;
	}

	private async answer(url: string): Promise<unknown> {
		const room = /chatrooms\/([^/]+)\/mute$/.exec(url)?.[1];
		if (room) this.reads.push(room);
		await delay(this.answerMs);
		const headers = { date: new Date(this.now).toUTCString() };
		const odd = room && this.replies.get(room);
		if (odd) return { headers, ...odd };
		const data = room ? this.listOf(room) : this.rooms.map((id) => ({ id, name: id }));
		return { statusCode: 200, headers, body: JSON.stringify({ data }) };
	}

	private listOf(room: string): IDataObject[] {
		const expire = this.muted.get(room);
		return expire !== undefined && expire > this.now ? [{ user: 'ann', expire }] : [];
	}
}

const app = { orgName: 'org', appName: 'app', appId: '', appCertificate: '', clientId: '' };
const html404 = { statusCode: 404, body: '<html>404 Not Found</html>' };
const gone = {
	statusCode: 404,
	body: '{"error":"resource_not_found","error_description":"grpID 12 does not exist!"}',
};
const shortly = (rows: IDataObject[]) =>
	rows.map(({ chatRoomId, change }) => `${String(chatRoomId)} ${String(change)}`).sort();
const forEver = 4_638_873_600_000;

describe('n8n that saves what was seen only with what starts the workflow', () => {
	const scheduled = { fromSaved: true, budgetMs: 36_000 } as const;

	it('tells of a room that came later, once', async () => {
		const service = new App();
		const workflow = service.workflow(scheduled);
		await workflow.publish();
		service.rooms.push('14');
		expect(await workflow.poll()).toEqual([]);
		service.muted.set('14', forEver);
		expect(shortly(await workflow.poll())).toEqual(['14 muted']);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toEqual([]);
	});

	it('tells of a room that can not be read once while it lasts', async () => {
		const service = new App();
		const workflow = service.workflow(scheduled);
		await workflow.publish();
		service.replies.set('12', html404);
		for (let poll = 0; poll < 4; poll++) expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toHaveLength(1);
		service.replies.delete('12');
		service.muted.set('12', forEver);
		expect(shortly(await workflow.poll())).toEqual(['12 muted']);
	});

	it('goes on from what it has saved where that is newer: another process has polled', async () => {
		const service = new App();
		const workflow = service.workflow(scheduled);
		await workflow.publish();
		service.muted.set('11', forEver);
		await workflow.poll();
		const { saved } = workflow;
		service.muted.delete('11');
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() - minuteMs);
		await workflow.poll();
		jest.restoreAllMocks();
		workflow.saved = saved;
		expect(shortly(await workflow.poll())).toEqual(['11 unmuted']);
	});
});

describe('A room that is missing in the list of all', () => {
	it('once, while somebody is muted in it, is told of', async () => {
		const service = new App();
		const workflow = service.workflow();
		await workflow.publish();
		service.rooms = ['11', '13'];
		service.muted.set('12', forEver);
		const during = await workflow.poll();
		service.rooms = ['11', '12', '13'];
		expect(shortly([...during, ...(await workflow.poll())])).toEqual(['12 muted']);
	});

	it('and is gone, as the service says, is forgotten', async () => {
		const service = new App();
		service.muted.set('12', forEver);
		const workflow = service.workflow();
		await workflow.publish();
		service.rooms = ['11', '13'];
		service.replies.set('12', gone);
		expect(await workflow.poll()).toEqual([]);
		service.reads.length = 0;
		expect(await workflow.poll()).toEqual([]);
		expect(service.reads.sort()).toEqual(['11', '13']);
		expect(workflow.errors).toEqual([]);
		expect(workflow.remembered).not.toContain('2:12');
	});
});

it.each([
	['404 of a proxy', html404],
	['404 that is cut', { statusCode: 404, body: '{"error":"resource_not' }],
	['404 of something else', { statusCode: 404, body: '{"message":"no Route matched"}' }],
	['403', { statusCode: 403, body: '{"error":"forbidden_op","error_description":"no"}' }],
	['500', { statusCode: 500, body: '' }],
])('A %s in place of a list is a failure, and its room is not forgotten', async (_, reply) => {
	const service = new App();
	service.muted.set('12', forEver);
	const workflow = service.workflow();
	await workflow.publish();
	service.replies.set('12', reply);
	expect(await workflow.poll()).toEqual([]);
	expect(workflow.errors).toHaveLength(1);
	service.replies.delete('12');
	service.muted.delete('12');
	expect(shortly(await workflow.poll())).toEqual(['12 unmuted']);
});

describe('A workflow that is published anew while a poll is under way', () => {
	it('is told each row once', async () => {
		const service = new App();
		const workflow = service.workflow();
		await workflow.publish();
		for (const room of service.rooms) service.muted.set(room, forEver);
		service.answerMs = 3000;
		const before = workflow.poll();
		await delay(1000);
		await workflow.publish();
		await before;
		await workflow.poll();

		expect(shortly(workflow.executions.flat())).toEqual(['11 muted', '12 muted', '13 muted']);
	});

	it('is told once of a room that can not be read', async () => {
		const service = new App();
		const workflow = service.workflow();
		await workflow.publish();
		service.replies.set('11', html404);
		service.answerMs = 3000;
		const before = workflow.poll();
		await delay(1000);
		await workflow.publish();
		await before;
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.errors).toHaveLength(1);
	});

	it('is told once of what is wrong later on', async () => {
		const service = new App();
		const workflow = service.workflow();
		await workflow.publish();
		service.answerMs = 3000;
		const before = workflow.poll();
		await delay(1000);
		await workflow.publish();
		await before;
		expect(workflow.errors).toEqual([]);
		service.replies.set('11', html404);
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.errors).toHaveLength(1);
	});
});

describe('A mute that ends has ended, and nobody has lifted it,', () => {
	it.each([
		['while the answer took 5 seconds', 5000, 0],
		['by a clock that is a minute ahead of ours', 0, minuteMs],
		['by a clock that is a minute behind ours', 0, -minuteMs],
		['by such a clock, slowly', 5000, -minuteMs],
	])('%s', async (_, answerMs, aheadMs) => {
		const service = new App();
		Object.assign(service, { answerMs, aheadMs });
		const workflow = service.workflow({ parameters: { placeIds: '11' } });
		const end = Date.now() + aheadMs + 10 * minuteMs;
		service.muted.set('11', end);
		await workflow.publish();
		const changes: unknown[] = [];
		for (let poll = 0; poll < 200; poll++) {
			await delay(5000);
			changes.push(...(await workflow.poll()).map(({ change }) => change));
		}
		expect(changes).toEqual(['ended']);
	});

	it.each([minuteMs, -minuteMs])(
		'unless somebody does, whatever the clocks: %d',
		async (aheadMs) => {
			const service = new App();
			service.aheadMs = aheadMs;
			const workflow = service.workflow({ parameters: { placeIds: '11' } });
			service.muted.set('11', Date.now() + aheadMs + 10 * minuteMs);
			await workflow.publish();
			service.muted.delete('11');
			expect(shortly(await workflow.poll())).toEqual(['11 unmuted']);
		},
	);
});

describe('All rooms', () => {
	it.each(['..', 'a/b', '', 'x'.repeat(300), '={{ 1 }}'])(
		'of which one has the ID %j are read, but for that one, which is told once at the most',
		async (odd) => {
			const service = new App();
			service.rooms.push(odd);
			const workflow = service.workflow();
			await workflow.publish();
			for (const room of service.rooms) service.muted.set(room, forEver);
			const rows = [...(await workflow.poll()), ...(await workflow.poll())];
			expect(shortly(rows)).toEqual(['11 muted', '12 muted', '13 muted']);
			expect(workflow.errors.length).toBeLessThanOrEqual(1);
		},
	);

	it('may be 130,000', async () => {
		const rows = Array.from({ length: 130_000 }, (_, i) => ({ chatRoomId: String(i) }));
		const getAll = {
			input: 'list',
			most: 1,
			request: () => ({ api: { name: 'list' }, method: 'GET', path: '/chatrooms' }),
			outcomes: (_: unknown, { subjects: [subject] }: { subjects: object[] }) => [
				{ ...subject, rows },
			],
		};
		const dispatcher = {
			maxRetries: 0,
			deliver: async (_: unknown, __: unknown, read: (answer: object) => unknown) =>
				await Promise.resolve({ value: read({}) }),
		};
		const placeIds = await readPlaceIds(
			{} as never,
			{
				settings: { placeIds: 'all' },
				watched: { placeIdIn: ({ chatRoomId }: IDataObject) => chatRoomId },
				resource: { operations: { getAll } },
				run: plainRun(),
				dispatcher,
				name: '',
				tell: () => {},
			} as never,
		);
		expect(placeIds).toHaveLength(rows.length);
	});
});

it('Two triggers of a workflow that share a node ID are both polled', async () => {
	const service = new App();
	service.answerMs = 3000;
	const workflowId = 'one';
	const [first, second] = ['First', 'Second'].map((nodeName) =>
		service.workflow({ workflowId, nodeName }),
	);
	await first.publish();
	await second.publish();
	for (const room of service.rooms) service.muted.set(room, forEver);
	const [ofFirst, ofSecond] = await Promise.all([first.poll(), second.poll()]);
	expect(shortly(ofFirst)).toEqual(['11 muted', '12 muted', '13 muted']);
	expect(shortly(ofSecond)).toEqual(['11 muted', '12 muted', '13 muted']);
});
