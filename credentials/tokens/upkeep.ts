import {
	jsonParse,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
} from 'n8n-workflow';

import { agoraError } from '../errorCodes/agora';
import type { EasemobClient } from './easemobClient';
import { fetchToken } from './fetching';
import type { Token } from './keeper';

/** As much of a refusal as is looked into. */
const MAX_READ = 1000;

/** Keeps the token in the data of each request good. n8n fetches and stores one, whenever it is given data without. */
export interface Upkeep {
	/** The end of a fetch that requests have to wait for, however it goes. */
	fetching(): Promise<void> | undefined;
	/** Puts the newest good token into the data, or none; gives a promise where it is on its way. */
	prepare(data: ICredentialDataDecryptedObject): Promise<void> | undefined;
	/** Whether the service refused the token in the data, and there is another, or can be. */
	isOutdated(data: ICredentialDataDecryptedObject, status: number, text: string): boolean;
}

/** See {@link Upkeep}. */
export function upkeepOf({ key, keeper }: EasemobClient): Upkeep {
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
	client: EasemobClient,
	data: ICredentialDataDecryptedObject,
): Promise<string> {
	const { key, keeper } = client;
	const stored = storedToken(data, key);
	if (stored) keeper.refuse(stored.text);
	const token = keeper.current ?? keeper.renew(async () => await fetchToken(helpers, client));
	return JSON.stringify(await token);
}

/** The token to sign with: none, if what is stored was fetched by another client. */
export function tokenIn(data: ICredentialDataDecryptedObject, { key }: EasemobClient): string {
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
