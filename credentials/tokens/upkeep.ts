import {
	jsonParse,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
} from 'n8n-workflow';

import type { Upkeep } from '../endpoints/endpoint';
import { agoraError } from '../errorCodes/agora';
import type { Client } from './client';
import { fetchToken } from './fetching';
import type { Token } from './keeper';

/** As much of a refusal as is looked into. */
const MAX_READ = 1000;

/** See {@link Upkeep}. */
export function upkeepOf({ key, keeper }: Client): Upkeep {
	return {
		fetching: () => {
			const { current } = keeper;
			if (!(current instanceof Promise)) return undefined;
			// Who asks for the token itself is told why there is none.
			const isOver = () => {};
			return current.then(isOver, isOver);
		},
		prepare: (data) => {
			const stored = storedToken(data, key);
			if (stored) keeper.adopt(stored);
			const { current } = keeper;
			if (current instanceof Promise) return current.then((token) => store(data, token));
			store(data, current);
			return undefined;
		},
		isOutdated: (data, status, text) => {
			const sent = storedToken(data, key);
			if (!sent) return false;
			if (status !== 200) return speaksOfToken(status, text) && keeper.refuse(sent.text);
			keeper.accept(sent.text);
			return false;
		},
	};
}

/**
 * What n8n is to store. It asks while it has none, as {@link Upkeep.prepare} sees to; and though it has one, when
 * that was refused, or the credential is to be tested.
 */
export async function renewed(
	{ helpers }: IHttpRequestHelper,
	client: Client,
	data: ICredentialDataDecryptedObject,
): Promise<string> {
	const { key, keeper } = client;
	const stored = storedToken(data, key);
	if (stored) keeper.refuse(stored.text);
	const token = keeper.current ?? keeper.renew(async () => await fetchToken(helpers, client));
	return JSON.stringify(await token);
}

/** The token to sign with: none, if what is stored was fetched by another client. */
export function tokenIn(data: ICredentialDataDecryptedObject, { key }: Client): string {
	return storedToken(data, key)?.text ?? '';
}

function store(data: ICredentialDataDecryptedObject, token: Token | undefined): void {
	// As JSON, which n8n never takes for an expression.
	data.fetchedToken = token ? JSON.stringify(token) : '';
}

function storedToken(data: ICredentialDataDecryptedObject, key: string): Token | undefined {
	if (typeof data.fetchedToken !== 'string') return undefined;
	const token = jsonParse<Token | null>(data.fetchedToken, { fallbackValue: null });
	return token?.client === key ? token : undefined;
}

function speaksOfToken(status: number, reply: string): boolean {
	const body = jsonParse<IDataObject | null>(reply, { fallbackValue: null });
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	const { error, error_description: description } = body ?? {};
	return agoraError(status, text(error), text(description).slice(0, MAX_READ))?.ofToken === true;
}
