import { apiNaming } from '../../nodes/TencentCloudChat/operations/group/names';
import {
	batchSize,
	includeExpired,
	readOptions,
	readSendOptions,
	simplify,
} from '../../nodes/shared/operations/options';

/** The node's options, with the values that the README promises where one is not set. */

const send = (options = {}) => ({
	...readSendOptions(options),
	...(readOptions({ options: { batchSize: batchSize(500) } }, options) as { batchSize: number }),
});

it('Requests are made so unless an option says otherwise', () => {
	expect(send()).toEqual({ batchSize: 500, maxRetries: 4, timeoutMs: 10_000, dryRun: false });
	expect(batchSize(60).read(undefined)).toBe(60);
});

it('So they are where an expression gives null', () => {
	const nothing = { batchSize: null, maxRetries: null, timeout: null, dryRun: null };
	expect(send(nothing)).toEqual(send());
});

it('Lists are made so unless an option says otherwise', () => {
	const options = { simplify, includeExpired };
	expect(readOptions({ options }, {})).toEqual({ simplify: true, includeExpired: false });
});

describe.each([
	['Batch Size', 'batchSize', 'batchSize', 1, 500],
	['Max Retries', 'maxRetries', 'maxRetries', 0, 10],
	['Timeout', 'timeout', 'timeoutMs', 1, 300_000],
] as const)('%s', (displayName, name, read, least, most) => {
	it(`may be anything from ${least} to ${most}, a number in a text included`, () => {
		expect(send({ [name]: least })[read]).toBe(least);
		expect(send({ [name]: most })[read]).toBe(most);
		expect(send({ [name]: ` ${most}` })[read]).toBe(most);
	});

	it.each([least - 1, most + 1, 1.5, NaN, '', ' ', '1.5', 'many', true, [7]])(
		'%p is refused by its name, with what it may be',
		(value) => {
			const read = () => send({ [name]: value });
			expect(read).toThrow(`'${displayName}'`);
			expect(read).toThrow(`${least} to ${most}`);
		},
	);
});

describe.each([
	['Dry Run', (value: unknown) => send({ dryRun: value as boolean }).dryRun],
	['Simplify', (value: unknown) => simplify.read(value)],
	['Include Expired', (value: unknown) => includeExpired.read(value)],
])('%s', (displayName, read) => {
	it('is true or false, be it in a text', () => {
		expect([true, 'true', false, 'false'].map(read)).toEqual([true, true, false, false]);
	});

	it.each(['', 'yes', 1, 0, []])('%p is refused by its name', (value) => {
		expect(() => read(value)).toThrow(`'${displayName}'`);
	});
});

describe('An option with a choice', () => {
	const naming = (value: unknown) => apiNaming.read(value);

	it.each([
		[undefined, 'current'],
		['current', 'current'],
		['legacy', 'legacy'],
	])('of %p is %s', (value, chosen) => {
		expect(naming(value)).toBe(chosen);
	});

	it('of an expression that gives nothing is refused', () => {
		expect(() => naming(null)).toThrow("'API Naming'");
	});

	it.each(['', 'ancient', 0, ['legacy']])('of %p is refused, with what it may be', (value) => {
		expect(() => naming(value)).toThrow("'API Naming'");
		expect(() => naming(value)).toThrow('current, legacy');
	});
});
