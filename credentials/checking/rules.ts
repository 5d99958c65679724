import type { ICredentialTestRequest } from 'n8n-workflow';

type Rules = NonNullable<ICredentialTestRequest['rules']>;
type Rule = Rules[number];

/** What nobody but a proxy, a gateway or a stranger answers a good request with. */
const STRANGE = [400, 401, 403, 404, 405, 406, 407, 410, 411, 413, 415, 421, 422, 426, 451];
const PASSING = [408, 500, 501, 502, 503, 504, 520, 521, 522, 523, 524];

/** Red, if a reply of status 2xx holds `value` at `key`; `undefined` is what it does not hold. */
export function bodyRule(key: string, value: unknown, message: string): Rule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

/** Red, if the reply is of this status. n8n does not look into the body then. */
export function statusRule(value: number, message: string): Rule {
	return { type: 'responseCode', properties: { value, message } };
}

/** For the statuses of which a service says nothing else; n8n takes the first rule that fits. */
export function otherStatusRules(service: string): Rule[] {
	return [
		...STRANGE.map((status) =>
			statusRule(
				status,
				`The address answers with HTTP status ${status}, not as ${service} does. Check it: a proxy or a gateway may stand in between.`,
			),
		),
		...PASSING.map((status) =>
			statusRule(
				status,
				`${service} cannot be reached at the moment (HTTP status ${status}). Test again later; if it stays so, check the address.`,
			),
		),
	];
}

/** n8n's type wants rules of one kind, its code takes both. */
export function testRules(rules: readonly Rule[]): Rules {
	return [...rules] as Rules;
}
