import { ASK_N8N, followReference, parseReference } from '../../nodes/shared/input/references';

/** Which expressions are read from the item, and what is left to n8n. The property test compares with n8n itself. */

describe('Read from the item is', () => {
	it.each([
		['={{ $json.userId }}', ['userId']],
		['={{$json._a.$b.c1}}', ['_a', '$b', 'c1']],
		["={{ $json['x'].y }}", ['x', 'y']],
		['={{\n\t$json.a  }}', ['a']],
		['={{ $json["user id"] }}', ['user id']],
		["={{ $json['say \"hi\"']['名前'].y }}", ['say "hi"', '名前', 'y']],
		[`={{ $json["it's"] }}`, ["it's"]],
		['={{ $json["0"]["a.b"] }}', ['0', 'a.b']],
		['={{ $json[""] }}', ['']],
	])('%s', (expression, path) => {
		expect(parseReference(expression)).toEqual(path);
	});
});

describe('Left to n8n is', () => {
	it.each([
		'{{ $json.a }}',
		'$json.a',
		'={{ $json }}',
		'={{ json.a }}',
		'={{ $json.a }} ',
		' ={{ $json.a }}',
		'=x {{ $json.a }}',
		'={ $json.a }',
		'={{ $json.1a }}',
		'={{ $json.a-b }}',
		'={{ $json.ä }}',
		'={{ $json. a }}',
		'={{ $json[0] }}',
		'={{ $json[a] }}',
		'={{ $json["a\'] }}',
		'={{ $json["a\\"b"] }}',
		"={{ $json['a\\'b'] }}",
		'={{ $json["a{b"] }}',
		"={{ $json['a}b'] }}",
		'={{ $json["a\nb"] }}',
		"={{ $json['a\u2028b'] }}",
		'={{ $jsonx.a }}',
		'={{ $json.a.toUpperCase() }}',
		'={{ $json.a + 1 }}',
		'={{ $json?.a }}',
		'={{ $item.json.a }}',
	])('%j', (expression) => {
		expect(parseReference(expression)).toBeUndefined();
	});

	it.each([
		'constructor',
		'constructorId',
		'__proto__',
		'prototype',
		'toString',
		'hasOwnProperty',
		'a.constructor',
		'a.__proto__',
	])('$json.%s, whose name is forbidden, or one that all objects have', (path) => {
		expect(parseReference(`={{ $json.${path} }}`)).toBeUndefined();
	});

	it('a quoted path that n8n takes for a forbidden one', () => {
		expect(parseReference('={{ $json["a. constructor"] }}')).toBeUndefined();
	});
});

describe('In an item', () => {
	const inherited = Object.create({ a: 'of its prototype' }) as object;
	class Place {
		a = 'in a class';
	}

	it.each([
		['a text', { a: 'x' }, ['a'], 'x'],
		['an empty text', { a: '' }, ['a'], ''],
		['a number', { a: 0 }, ['a'], 0],
		['a truth value', { a: false }, ['a'], false],
		['null', { a: null }, ['a'], null],
		['undefined', { a: undefined }, ['a'], undefined],
		['what lies deeper', { a: { b: { c: 'x' } } }, ['a', 'b', 'c'], 'x'],
		['an entry of a list', { a: ['x', 'y'] }, ['a', '1'], 'y'],
		['the length of a list', { a: ['x', 'y'] }, ['a', 'length'], 2],
		['a field that is not there', { b: 'x' }, ['a'], undefined],
		['a field that is not there, deeper', { a: {} }, ['a', 'b'], undefined],
	])('%s is plain to see', (_, json, path, value) => {
		expect(followReference(json, path)).toBe(value);
	});

	it.each([
		['an object', { a: {} }, ['a']],
		['a list', { a: [] }, ['a']],
		['a date', { a: new Date(0) }, ['a']],
		['a function', { a: () => {} }, ['a']],
		['no finite number', { a: NaN }, ['a']],
		['infinity', { a: Infinity }, ['a']],
		['a number that JSON does not have', { a: 1n }, ['a']],
		['a path through nothing', { b: 1 }, ['a', 'b']],
		['a path through null', { a: null }, ['a', 'b']],
		['a path through a text', { a: 'x' }, ['a', 'length']],
		['a path through a function', { a: Object.assign(() => {}, { b: 'x' }) }, ['a', 'b']],
		['a path through a date', { a: new Date(0) }, ['a', 'b']],
		['something inherited', inherited, ['a']],
		['something in a class', new Place(), ['a']],
		['what a list inherits', { a: [] }, ['a', 'map']],
		['an object without any prototype', Object.assign(Object.create(null), { a: 'x' }), ['a']],
		['no item', undefined, ['a']],
	])('%s is left to n8n', (_, json, path) => {
		expect(followReference(json, path)).toBe(ASK_N8N);
	});
});
