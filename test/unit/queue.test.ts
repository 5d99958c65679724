import { Queue, type Turn } from '../../nodes/shared/http/queue';

import { process } from '../support/node';

/** Who is called when, and who leaves. */

let queue: Queue<number>;
let called: string[];
let over: Set<string>;
beforeEach(() => {
	queue = new Queue();
	called = [];
	over = new Set();
});

function join(name: string, owner: object, ahead?: boolean, isAgain?: boolean): void {
	const turn: Turn = { owner, ahead, isOver: () => over.has(name) };
	void queue.join(turn, isAgain).then((ticket) => called.push(`${name} ${ticket ?? 'left'}`));
}

/** Calls so many, with the tickets 1, 2, 3 … */
async function call(count: number): Promise<string[]> {
	for (let ticket = 1; ticket <= count; ticket++) queue.callNext(ticket);
	await new Promise((done) => process.nextTick(done));
	return called;
}

const [ann, bob, cy] = [{}, {}, {}];

it('One after the other, in the order in which they came', async () => {
	join('a1', ann);
	join('a2', ann);
	join('a3', ann);
	expect(queue.isEmpty).toBe(false);
	expect(await call(3)).toEqual(['a1 1', 'a2 2', 'a3 3']);
	expect(queue.isEmpty).toBe(true);
});

it('Owners take turns, however many requests each has', async () => {
	for (const name of ['a1', 'a2', 'a3']) join(name, ann);
	join('b1', bob);
	join('c1', cy);
	join('c2', cy);
	expect(await call(6)).toEqual(['a1 1', 'b1 2', 'c1 3', 'a2 4', 'c2 5', 'a3 6']);
});

it('Who comes again stands behind the others', async () => {
	join('a1', ann);
	join('b1', bob);
	await call(1);
	join('a2', ann);
	expect(await call(2)).toEqual(['a1 1', 'b1 1', 'a2 2']);
});

it('What was sent before goes before the rest of its owner, in order, and before nobody else', async () => {
	for (const name of ['a1', 'a2']) join(name, ann);
	for (const name of ['b1', 'b2']) join(name, bob);
	join('a3 again', ann, false, true);
	join('a4 again', ann, false, true);
	join('a5', ann);
	expect(await call(7)).toEqual([
		'a3 again 1',
		'b1 2',
		'a4 again 3',
		'b2 4',
		'a1 5',
		'a2 6',
		'a5 7',
	]);
});

it('Who looks on goes before all, and before who looked on earlier', async () => {
	join('a1', ann);
	join('b1', bob, true);
	join('c1', cy, true);
	expect(await call(3)).toEqual(['c1 1', 'b1 2', 'a1 3']);
});

it('Who does not look on does not', async () => {
	join('a1', ann);
	join('b1', bob, false);
	expect(await call(2)).toEqual(['a1 1', 'b1 2']);
});

it('Nobody is called where nobody waits', async () => {
	expect(await call(1)).toEqual([]);
});

describe('When a turn is over', () => {
	beforeEach(() => {
		join('a1', ann);
		join('a2', ann);
		join('b1', bob);
		join('b2', bob);
	});

	it('its request leaves, and the others keep their order', async () => {
		over.add('a1').add('b2');
		queue.tidy();
		expect(await call(2)).toEqual(['a1 left', 'b2 left', 'a2 1', 'b1 2']);
		expect(queue.isEmpty).toBe(true);
	});

	it('an owner without requests leaves with them', async () => {
		over.add('a1').add('a2').add('b1').add('b2');
		queue.tidy();
		expect(queue.isEmpty).toBe(true);
		expect(await call(1)).toEqual(['a1 left', 'a2 left', 'b1 left', 'b2 left']);
	});

	it('nobody else leaves', async () => {
		queue.tidy();
		expect(await call(0)).toEqual([]);
		expect(await call(4)).toEqual(['a1 1', 'b1 2', 'a2 3', 'b2 4']);
	});
});
