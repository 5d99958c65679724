import { isMissing, listUserIds, requiredId, shown } from '../../nodes/shared/input/ids';

/** IDs as items bring them: text, numbers, and what is neither. */

const thrownBy = (read: () => unknown): { message: string; description?: string } => {
	try {
		read();
	} catch (error) {
		return error as Error;
	}
	throw new Error('This was taken for an ID');
};

const missing = [undefined, null, '', ' ', '\n\t'];

describe('An ID', () => {
	it.each([
		['ann', 'ann'],
		[' @TGS#1 ', ' @TGS#1 '],
		[262246968131585, '262246968131585'],
		[9007199254740991, '9007199254740991'], // the last one that is exact
		[0, '0'],
	])('%p is %p', (value, id) => {
		expect(requiredId(value, 'Group')).toBe(id);
	});

	it.each(missing)('%p is none: the error names the parameter and a possible reason', (value) => {
		const { message, description } = thrownBy(() => requiredId(value, 'Group'));

		expect(message).toMatch(/'Group'.*empty/);
		expect(description).toMatch(/expression/);
	});

	it.each([9007199254740992, 1e19, 1.5, NaN])('%p may have lost digits', (value) => {
		const { message, description } = thrownBy(() => requiredId(value, 'Chat Room'));

		expect(message).toContain("'Chat Room'");
		expect(message).toContain(String(value));
		expect(description).toMatch(/text/);
	});

	it.each([
		[['ann'], 'a list'],
		[{ id: 'ann' }, 'object'],
		[true, 'boolean'],
	])('%p is none, but %s', (value, kind) => {
		const { message } = thrownBy(() => requiredId(value, 'Topic'));

		expect(message).toContain("'Topic'");
		expect(message).toContain(kind);
	});
});

describe('Missing', () => {
	it.each(missing)('is %p', (value) => {
		expect(isMissing(value)).toBe(true);
	});

	it.each([0, false, 'a', [], {}])('is not %p', (value) => {
		expect(isMissing(value)).toBe(false);
	});
});

describe('The users that an item names', () => {
	it.each([
		['ann', ['ann']],
		['ann,bob', ['ann', 'bob']],
		[' ann , bob lee\r\ncy\rdot\n', ['ann', 'bob lee', 'cy', 'dot']],
		[',ann,,', ['ann']],
	])('%p are split at commas and line ends', (text, users) => {
		expect(listUserIds(text)).toEqual(users);
	});

	it('in an array are taken as they are', () => {
		expect(listUserIds(['a,b', ' c ', 7])).toEqual(['a,b', ' c ', 7]);
	});

	it('in an empty array are nobody', () => {
		expect(listUserIds([])).toEqual([]);
	});

	it('may be a single number', () => {
		expect(listUserIds(42)).toEqual(['42']);
	});

	it.each(['', ' , \n,'])('are nobody by mistake in %p, and an empty array is the way', (text) => {
		const { message, description } = thrownBy(() => listUserIds(text));

		expect(message).toContain("'User IDs'");
		expect(description).toMatch(/empty array/);
	});

	it.each([undefined, null, {}])('are not in %p', (value) => {
		expect(thrownBy(() => listUserIds(value)).message).toContain("'User IDs'");
	});
});

it('A value of 80 characters is shown whole in an error, a longer one cut', () => {
	expect(shown('x'.repeat(80))).toBe('x'.repeat(80));
	expect(shown('x'.repeat(81))).toBe(`${'x'.repeat(80)}…`);
});
