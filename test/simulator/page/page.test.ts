import { seed, startSimulator, type Simulator } from '../index';
import { answerJson, startReceiver, type Receiver } from '../receiver';
import { seeded } from '../seed';
import type { JsonObject } from '../shape';
import { startPage, type SimulatorPage } from './server';

let simulator: Simulator;
let page: SimulatorPage;
let receiver: Receiver;

beforeAll(async () => {
	receiver = await startReceiver();
	simulator = await startSimulator();
	page = await startPage(simulator);
});

afterAll(async () => {
	await page.stop();
	await simulator.stop();
	await receiver.stop();
});

beforeEach(() => {
	simulator.tencent.reset();
	simulator.agora.reset();
	seed(simulator);
});

const get = async (path: string) => (await (await fetch(`${page.url}${path}`)).json()) as unknown;

const post = async (path: string, body: unknown, contentType = 'application/json') => {
	const headers = { 'content-type': contentType };
	const init = { method: 'POST', headers, body: JSON.stringify(body) };
	const response = await fetch(`${page.url}${path}`, init);
	return { status: response.status, json: (await response.json()) as JsonObject };
};

const view = async (service: string, place: string, from: string) =>
	await get(`/view?${new URLSearchParams({ service, place, from })}`);

it('is one page of HTML', async () => {
	const response = await fetch(page.url);
	expect(response.headers.get('content-type')).toMatch('text/html');
	expect(await response.text()).toMatch('<title>Chat simulator</title>');
});

it('shows the places of both services, and what signs their callbacks', async () => {
	const [tencent, agora] = (await get('/services')) as JsonObject[];
	expect(tencent).toMatchObject({ id: 'tencent', secrets: [{ label: 'Callback token' }] });
	const { topics, stream } = seeded.tencent;
	expect(tencent.places).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ id: topics.news, name: 'Board Games: News' }),
			expect.objectContaining({ id: stream, senders: expect.arrayContaining(['spam_4711']) }),
			expect.objectContaining({ id: 'private:dmitri' }),
		]),
	);
	expect(agora).toMatchObject({ id: 'agora', secrets: [{}, {}] });
});

const places: ReadonlyArray<['tencent' | 'agora', string]> = [
	['tencent', seeded.tencent.topics.news],
	['agora', seeded.agora.lounge],
];

it.each(places)(
	'%s: what is written goes through the callbacks, and is seen',
	async (service, place) => {
		receiver.answer = () =>
			answerJson({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 1, valid: false, code: 'no' });
		const set = await post('/callbacks', { service, url: receiver.url });
		expect(set).toMatchObject({ status: 200, json: { callbackUrl: receiver.url } });
		const sent = await post('/send', { service, place, from: 'elif', text: 'awful' });
		expect(sent.json).toMatchObject({ fate: 'blocked', text: 'awful' });
		expect(await view(service, place, 'elif')).toMatchObject({
			messages: [sent.json],
			callbacks: [{ answer: { status: 200 } }],
		});
		expect(await post('/callbacks', { service, url: '' })).toMatchObject({ status: 200 });
		const free = await post('/send', { service, place, from: 'elif', text: 'fine' });
		expect(free.json).toMatchObject({ fate: 'delivered' });
	},
);

it.each(places)('%s: a text can be sent as every kind that is offered', async (service, place) => {
	await post('/callbacks', { service, url: receiver.url });
	receiver.answer = () =>
		answerJson({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0, valid: true });
	const offered = (await get('/services')) as Array<{ id: string; kinds: string[] }>;
	const { kinds } = offered.find(({ id }) => id === service)!;
	expect(kinds).toEqual(expect.arrayContaining(['Text', 'File', 'Edit of your last message']));
	for (const kind of kinds) {
		receiver.received.length = 0;
		const sent = await post('/send', { service, place, from: 'elif', text: 'aha', kind });
		expect(sent.json).toMatchObject({ fate: 'delivered' });
		await simulator[service].callbacks.outbox.settled();
		expect(JSON.stringify(receiver.received)).toContain('aha');
	}
	await post('/callbacks', { service, url: '' });
});

it('shows who is muted, where and until when', async () => {
	const { lobby } = seeded.tencent;
	expect(await view('tencent', lobby, 'elif')).toMatchObject({
		allMuted: false,
		mutes: [
			{ userId: 'dmitri', where: 'here', end: expect.any(Number) },
			{ userId: 'grace_h', where: 'whole app', end: expect.any(Number) },
			{ userId: 'spam_4711', where: 'whole app', end: 'permanent' },
		],
	});
	simulator.agora.setAllMuted(seeded.agora.raid, true);
	expect(await view('agora', seeded.agora.raid, 'elif')).toMatchObject({ allMuted: true });
	const refused = await post('/send', {
		service: 'tencent',
		place: lobby,
		from: 'dmitri',
		text: 'hello?',
	});
	expect(refused.json).toMatchObject({ fate: 'refused', error: { code: 10017 } });
});

it('has private chats', async () => {
	const place = 'private:elif';
	for (const service of ['tencent', 'agora']) {
		await post('/send', { service, place, from: 'dmitri', text: 'psst' });
		expect(await view(service, place, 'dmitri')).toMatchObject({ messages: [{ text: 'psst' }] });
		expect(await view(service, place, 'farid.k')).toMatchObject({ messages: [] });
	}
});

it('refuses what makes no sense, and what another page could post', async () => {
	const url = receiver.url;
	expect((await post('/callbacks', { service: 'tencent', url: 'nowhere' })).status).toBe(400);
	expect((await post('/callbacks', { service: 'other', url })).status).toBe(400);
	expect((await post('/callbacks', { service: 'tencent', url }, 'text/plain')).status).toBe(400);
	expect(simulator.tencent.callbacks.url).toBeUndefined();
});

it.each([
	['tencent', seeded.tencent.lobby],
	['tencent', seeded.tencent.stream],
	['agora', seeded.agora.lounge],
	['agora', seeded.agora.launch],
])('floods and raids: %s, %s', async (service, place) => {
	const message = { service, place, from: 'ben_okafor', text: 'Join us' };
	const flood = await post('/flood', message);
	const raid = await post('/raid', message);
	const { messages } = (await view(service, place, 'elif')) as {
		messages: Array<{ from: string; fate: string }>;
	};
	const senders = messages.map(({ from }) => from);

	expect([flood.status, raid.status]).toEqual([200, 200]);
	expect(senders.slice(0, 12)).toEqual(Array(12).fill('ben_okafor'));
	expect(new Set(senders.slice(12)).size).toBe(12);
	expect(messages.every(({ fate }) => fate === 'delivered')).toBe(true);
});
