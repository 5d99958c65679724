import * as fc from 'fast-check';

import { isMissing, listIds, listUserIds, requiredId, shown } from '../../nodes/shared/input/ids';

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

	it('in a JSON list are taken as they are, however it is laid out', () => {
		const id = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.trim() !== '');
		const layout = fc.constantFrom<Array<string | number>>(0, 2, '\t');
		const around = fc.constantFrom('', ' ', '\n', '\u00a0');
		fc.assert(
			fc.property(fc.array(id, { minLength: 1 }), layout, around, (ids, indent, blank) => {
				expect(listUserIds(blank + JSON.stringify(ids, null, indent) + blank)).toEqual(ids);
			}),
		);
	});

	it('are not guessed from other text in brackets', () => {
		const piece = fc.constantFrom(
			'"ann"',
			"'ann'",
			'ann',
			'5',
			'null',
			'{}',
			'[]',
			',',
			'"',
			' ',
			'""',
		);
		const inside = fc.oneof(
			fc.string(),
			fc.array(piece).map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(inside, (text) => {
				const bracketed = `[${text}]`;
				let list: unknown;
				try {
					list = JSON.parse(bracketed);
				} catch {
					// No JSON at all.
				}
				const texts =
					Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : [];
				fc.pre(texts.every((one: string) => one.trim() === ''));
				const { message, description } = thrownBy(() => listIds(bracketed, 'Group IDs'));

				expect(message).toContain("'Group IDs'");
				expect(description).toContain('["ann", "bob"]');
			}),
		);
	});

	it.each(['[ann', 'ann]', 'a[nn], b]ob', '][', '"ann"'])(
		'are split where text has brackets, but not around it: %p',
		(text) => {
			expect(listUserIds(text)).toEqual(text.split(', '));
		},
	);

	it.each([[['ann', '', null, undefined, ' ', 'bob']], ['["ann", "", " ", "bob"]']])(
		'are nobody in empty cells: %j',
		(cells) => {
			expect(listUserIds(cells)).toEqual(['ann', 'bob']);
		},
	);

	it('in an array of empty cells are nobody', () => {
		expect(listUserIds(['', null])).toEqual([]);
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
