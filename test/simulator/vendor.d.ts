/** The official signers come without types for what the simulator needs of them. */
declare module 'tls-sig-api-v2/TLSSigAPIv2' {
	export class Api {
		constructor(sdkAppId: number, secretKey: string);
		/** A UserSig that lives for `expire` seconds. */
		genUserSig(identifier: string, expire: number): string;
		/** Base64 of the HMAC over the fields, times in Unix seconds. */
		_hmacsha256(
			identifier: string,
			time: number,
			expire: number,
			base64UserBuf: string | null,
		): string;
	}
}

declare module 'agora-token/src/AccessToken2' {
	export class Service {
		service_type(): number;
		add_privilege(privilege: number, expireSeconds: number): void;
		/** Privilege number to life in seconds. */
		readonly __privileges: Readonly<Record<number, number>>;
	}

	export class ServiceChat extends Service {
		static readonly kPrivilegeUser: 1;
		static readonly kPrivilegeApp: 2;
		constructor(userId?: string);
	}

	export class AccessToken2 {
		constructor(appId: string, appCertificate: string, issueTs: number, expireSeconds: number);
		/** A buffer once read from a token. */
		appId: string | Uint8Array;
		issueTs: number;
		expire: number;
		salt: number;
		services: Service[];
		add_service(service: Service): void;
		getServices(type: number): Service[];
		build(): string;
		from_string(token: string): boolean;
	}

	export const kChatServiceType: 5;
}
