import {
	isObject,
	objectList,
	parseObject,
	unixTime,
	UnexpectedReply,
} from '../../nodes/shared/model/json';

/** Replies are read for what they are documented to be, and for nothing else. */

describe('A reply', () => {
	it('is a JSON object', () => {
		expect(parseObject('{"ErrorCode": 0}')).toEqual({ ErrorCode: 0 });
		expect(parseObject(' {} ')).toEqual({});
	});

	it.each(['', '<html></html>', '{"cut', '[]', '[{}]', 'null', '42', '"text"', 'true'])(
		'is not %p',
		(text) => {
			expect(parseObject(text)).toBeUndefined();
		},
	);
});

it('An object is no list, nothing and no text', () => {
	expect([{}, { a: 1 }, [], null, undefined, 'a', 0].map(isObject)).toEqual([
		true,
		true,
		false,
		false,
		false,
		false,
		false,
	]);
});

describe('A list', () => {
	it('of objects is read', () => {
		expect(objectList([{ a: 1 }, {}], 'data')).toEqual([{ a: 1 }, {}]);
	});

	it.each([undefined, null, []])('%p is empty', (value) => {
		expect(objectList(value, 'data')).toEqual([]);
	});

	it.each([{}, { length: 0 }, 'ann', 0, false, [{}, 'ann'], [null], [[]]])(
		'%j is none, and the error says where',
		(value) => {
			const read = () => objectList(value, 'data');
			expect(read).toThrow(UnexpectedReply);
			expect(read).toThrow("'data'");
		},
	);
});

describe('A time', () => {
	it.each([0, 1, 1_800_000_000, Infinity])('may be %p', (value) => {
		expect(unixTime(value, 'expire')).toBe(value);
	});

	it.each([-1, -9e15, NaN])('can not be %p, and the error says where', (value) => {
		const read = () => unixTime(value, 'expire');
		expect(read).toThrow(UnexpectedReply);
		expect(read).toThrow(/'expire'.*(-|NaN)/);
	});
});
