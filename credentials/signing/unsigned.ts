import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const reasons = new WeakMap<ICredentialDataDecryptedObject, unknown>();

/** Notes why a request can't be signed with a credential's data: n8n before 2.34 does not hand the reason on. */
export async function explained<T>(
	data: ICredentialDataDecryptedObject,
	sign: () => Promise<T>,
): Promise<T> {
	return await sign().catch((reason: unknown) => {
		reasons.set(data, reason);
		throw reason;
	});
}

/** Why nothing was signed with this very object. */
export function reasonUnsigned(data: ICredentialDataDecryptedObject): unknown {
	return reasons.get(data);
}
