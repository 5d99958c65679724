import { UserError, type INodeProperties } from 'n8n-workflow';

import { isExpression, objectOr } from '../values';

/** A whole number that a rule is set to. */
export interface Count {
	field: INodeProperties;
	read(values: unknown): number;
	/** Throws a UserError that names it. */
	check(values: unknown): void;
}

/** @param most from 1 to this */
export function count(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	byDefault: number,
	most: number,
): Count {
	const { displayName, name } = field;
	const given = (values: unknown): unknown => objectOr(values)[name];
	const isGood = (value: unknown): value is number =>
		Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
	return {
		field: {
			...field,
			type: 'number',
			typeOptions: { minValue: 1, maxValue: most },
			default: byDefault,
		},
		read: (values) => {
			const value = given(values);
			return isGood(value) ? value : byDefault;
		},
		check: (values) => {
			const value = given(values);
			if (value === undefined || isGood(value) || isExpression(value)) return;
			throw new UserError(`'${displayName}' of a rule is not a whole number from 1 to ${most}`);
		},
	};
}

/** The only group of a rule's fixed collection. */
export const valuesIn = (rule: unknown): unknown => objectOr(rule).values;

/** A rule as the editor shows it, with its values. */
export function ruleField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	values: INodeProperties[],
): INodeProperties {
	return {
		...field,
		type: 'fixedCollection',
		default: { values: {} },
		options: [{ displayName: field.displayName, name: 'values', values }],
	};
}
