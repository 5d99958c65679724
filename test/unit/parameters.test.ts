import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { Parameters } from '../../nodes/shared/input/parameters';

/** What is read from the item, and what n8n is asked for. That both are the same, the engine tests show. */

interface World {
	/** A parameter as it stands in the node. */
	raw: unknown;
	items?: IDataObject[];
	/** The item that n8n would read, if any. */
	n8nsItem?: () => IDataObject;
	evaluate?: (itemIndex: number) => unknown;
}

function reading({ raw, items = [{}, {}], n8nsItem = () => items[0], evaluate }: World) {
	const asked: number[] = [];
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		getWorkflowDataProxy: () => ({ $json: n8nsItem() }),
		getNodeParameter: (
			_name: string,
			itemIndex: number,
			fallback: unknown,
			options: { rawExpressions?: boolean; extractValue?: boolean },
		) => {
			if (options.rawExpressions) return raw ?? fallback;
			expect(options.extractValue).toBe(true);
			asked.push(itemIndex);
			return evaluate ? evaluate(itemIndex) : `n8n's for ${itemIndex}`;
		},
	} as unknown as IExecuteFunctions;
	const properties = [
		{ name: 'other', displayName: 'Other' },
		{ name: 'userIds', displayName: 'User IDs' },
	] as INodeProperties[];
	const parameters = new Parameters(context, properties);
	const values = (name = 'userIds') => items.map((_, i) => parameters.value(name, i));
	return { parameters, values, asked };
}

const locator = (value: unknown) => ({ __rl: true, mode: 'id', value });

describe('n8n is asked once', () => {
	it.each([
		['a text', 'ann'],
		['a text with a sign of equality in it', 'a=b'],
		['a number', 5],
		['a collection', { batchSize: 5, nested: { text: 'ann' } }],
		['an empty collection', {}],
		['a place that was picked', locator('@TGS#1')],
		['a parameter that is not set', undefined],
	])('for %s, however many items there are', (_, raw) => {
		const { parameters, values, asked } = reading({ raw });

		expect(values()).toEqual(["n8n's for 0", "n8n's for 0"]);
		expect(values()).toEqual(["n8n's for 0", "n8n's for 0"]);
		expect(asked).toEqual([0]);
		expect(parameters.isExpression('userIds')).toBe(false);
	});
});

describe('n8n is asked for each item', () => {
	it.each([
		['another expression than a plain reference', '={{ $json.userId.trim() }}'],
		['a text with an expression in it', '={{ $json.userId }},bob'],
		['a collection with an expression', { nested: { text: '={{ $json.userId }}' } }],
		['a place by another expression', locator('={{ $json.userId ?? 1 }}')],
	])('for %s', (_, raw) => {
		const { parameters, values, asked } = reading({ raw, items: [{ userId: 'ann' }, {}] });

		expect(values()).toEqual(["n8n's for 0", "n8n's for 1"]);
		expect(asked).toEqual([0, 1]);
		expect(parameters.isExpression('userIds')).toBe(true);
	});

	it.each([
		['is not the one that came in', () => ({ userId: 'ann' })],
		[
			'is none',
			() => {
				throw new Error('no data');
			},
		],
	])('for a plain reference where its item %s', (_, n8nsItem) => {
		const { values } = reading({
			raw: '={{ $json.userId }}',
			items: [{ userId: 'of the model' }, { userId: 'of the model' }],
			n8nsItem,
		});

		expect(values()).toEqual(["n8n's for 0", "n8n's for 1"]);
	});
});

describe('n8n is not asked', () => {
	it.each([
		['for a plain reference', '={{ $json.userId }}'],
		['for a place by a plain reference', locator('={{ $json.userId }}')],
	])('%s', (_, raw) => {
		const { parameters, values, asked } = reading({ raw, items: [{ userId: 'ann' }, { a: 1 }] });

		expect(values()).toEqual(['ann', undefined]);
		expect(asked).toEqual([]);
		expect(parameters.isExpression('userIds')).toBe(true);
	});

	it('but where an item has nothing that is plain to see', () => {
		const { values, asked } = reading({
			raw: '={{ $json.userId }}',
			items: [{ userId: 'ann' }, { userId: { id: 'bob' } }],
		});

		expect(values()).toEqual(['ann', "n8n's for 1"]);
		expect(asked).toEqual([1]);
	});
});

describe('What n8n can not evaluate', () => {
	const evaluate = () => {
		throw new Error('x is not defined');
	};

	it.each([
		['userIds', "'User IDs'"],
		['groupId', "'groupId'"], // which the node does not have
	])('says that it is in %s', (name, shown) => {
		const { values } = reading({ raw: '={{ x }}', evaluate });

		expect(() => values(name)).toThrow(`The ${shown} parameter`);
		expect(() => values(name)).toThrow('x is not defined');
	});
});
