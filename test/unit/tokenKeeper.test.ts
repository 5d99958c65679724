import { UserError } from 'n8n-workflow';

import { TokenKeeper, type Token } from '../../credentials/tokens/keeper';

/** The token of one client: which one is taken, and when another is fetched. */

let now: number;
beforeEach(() => {
	now = 1_800_000_000_000;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const token = (text: string, changes: Partial<Token> = {}): Token => ({
	text,
	client: 'client',
	fetchedAt: now,
	renewAt: now + 90_000,
	endsAt: now + 100_000,
	...changes,
});
const keeping = async (text: string) => {
	const keeper = new TokenKeeper();
	await keeper.renew(async () => await Promise.resolve(token(text)));
	return keeper;
};
const fails = async (error: Error) => await Promise.reject<Token>(error);

describe('What n8n has stored', () => {
	it('is taken where nothing is known yet, as after a start of n8n', () => {
		const keeper = new TokenKeeper();
		keeper.adopt(token('stored'));

		expect(keeper.current).toMatchObject({ text: 'stored' });
	});

	it('is taken if it is newer, as another process has fetched it', async () => {
		const keeper = await keeping('mine');
		keeper.adopt(token('older', { fetchedAt: now - 1 }));
		expect(keeper.current).toMatchObject({ text: 'mine' });

		keeper.adopt(token('newer', { fetchedAt: now + 1 }));
		expect(keeper.current).toMatchObject({ text: 'newer' });
	});

	it('is not taken again once it was replaced, though the clock of its process was ahead', async () => {
		const keeper = new TokenKeeper();
		const stored = token('stored', { fetchedAt: now + 60_000 });
		keeper.adopt(stored);
		keeper.refuse('stored');
		await keeper.renew(async () => await Promise.resolve(token('mine')));
		keeper.adopt(stored);

		expect(keeper.current).toMatchObject({ text: 'mine' });
	});

	it('is of no use after its end', () => {
		const keeper = new TokenKeeper();
		keeper.adopt(token('stored', { fetchedAt: now - 100_000, endsAt: now }));

		expect(keeper.current).toBeUndefined();
	});
});

describe('While another token is being fetched', () => {
	it('all who need it get the same', async () => {
		const keeper = new TokenKeeper();
		const fetch = jest.fn(async () => await Promise.resolve(token('new')));
		const got = [keeper.renew(fetch), keeper.current, keeper.renew(fetch), keeper.current];

		expect(await Promise.all(got)).toEqual(Array(4).fill(token('new')));
		expect(fetch).toHaveBeenCalledTimes(1);
	});

	it('the one before is used, as long as it is good', async () => {
		const keeper = await keeping('old');
		now += 90_000;
		expect(keeper.current).toBeUndefined();
		const fetching = keeper.renew(async () => await Promise.resolve(token('new')));

		expect(keeper.current).toMatchObject({ text: 'old' });
		await fetching;
		expect(keeper.current).toMatchObject({ text: 'new' });
	});
});

describe('A token that is refused', () => {
	it('is not used again, and another can be fetched', async () => {
		const keeper = await keeping('old');
		keeper.accept('old');

		expect(keeper.refuse('old')).toBe(true);
		expect(keeper.current).toBeUndefined();
	});

	it('says nothing of the one that has replaced it', async () => {
		const keeper = await keeping('new');
		keeper.accept('new');

		expect(keeper.refuse('old')).toBe(true);
		expect(keeper.current).toMatchObject({ text: 'new' });
	});

	it('right after it was fetched, and never accepted, is not replaced for a while', async () => {
		const keeper = await keeping('new');
		now += 9_999;
		expect(keeper.refuse('new')).toBe(false);
		now += 1;
		expect(keeper.refuse('new')).toBe(true);
	});
});

describe('After a fetch that failed', () => {
	it('a refusal stands for a while, and nothing is fetched', async () => {
		const keeper = new TokenKeeper();
		const refusal = new UserError('wrong');
		const fetch = jest.fn(async () => await fails(refusal));
		await expect(keeper.renew(fetch)).rejects.toBe(refusal);
		now += 9_999;
		await expect(keeper.renew(fetch)).rejects.toBe(refusal);
		expect(fetch).toHaveBeenCalledTimes(1);

		now += 1;
		await expect(keeper.renew(fetch)).rejects.toBe(refusal);
		expect(fetch).toHaveBeenCalledTimes(2);
	});

	it('the next one is not made at once', async () => {
		const keeper = new TokenKeeper();
		await expect(keeper.renew(async () => await fails(new Error('busy')))).rejects.toThrow('busy');
		const from = performance.now();
		await keeper.renew(async () => await Promise.resolve(token('new')));

		expect(performance.now() - from).toBeGreaterThan(900);
	});

	it('the token of before goes on where it is good, and the next fetch comes a minute later', async () => {
		const keeper = await keeping('old');
		now += 20_000;
		await keeper.renew(async () => await fails(new Error('busy')));
		expect(keeper.current).toMatchObject({ text: 'old' });

		now += 60_000;
		expect(keeper.current).toBeUndefined();
	});
});
