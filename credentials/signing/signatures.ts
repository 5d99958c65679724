import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const signatures = new WeakMap<ICredentialDataDecryptedObject, string>();

/** Notes what was made of a credential's data: the reply may echo it. Gives it back. */
export function noted(data: ICredentialDataDecryptedObject, signature: string): string {
	signatures.set(data, signature);
	return signature;
}

/** What was last signed with this very object. */
export function signatureOf(data: ICredentialDataDecryptedObject): string | undefined {
	return signatures.get(data);
}
