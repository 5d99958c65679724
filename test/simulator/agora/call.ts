import { json, Refusal, type Answer } from '../answer';
import type { ServiceRequest } from '../server';
import { isRecord, unknownFields, type JsonObject } from '../shape';
import type { AgoraCallbacks } from './callbacks';
import type { RoomOperation } from './operations';
import type { AgoraSettings } from './settings';
import type { AgoraState, Kind, Room } from './state';

/** What an operation answers; `data` and its neighbours in the envelope, agora-chat.md §1. */
export interface Payload {
	/** Not the HTTP verb: real servers answer `GET …/mute` with `post`. */
	readonly action: string;
	readonly data: unknown;
	readonly count?: number;
	readonly cursor?: string;
}

/** One method of one path. */
export interface Operation {
	/** Query parameters its page documents. Others are recorded as malformed. */
	readonly query?: readonly string[];
	/** Fields of its JSON body. Without them the request must have no body. */
	readonly body?: readonly string[];
	run(call: AgoraCall): Payload;
}

/** The variable parts of a path, still encoded. */
export interface PathParts {
	readonly kind?: Kind;
	readonly id?: string;
	readonly users?: string;
}

const username = /^[a-z0-9_.-]{1,64}$/;

/** A request to one operation, past routing and authentication, and what it may ask and do. */
export class AgoraCall {
	constructor(
		readonly request: ServiceRequest,
		readonly state: AgoraState,
		readonly settings: AgoraSettings,
		readonly appKey: string,
		private readonly parts: PathParts,
		/** Records how the request broke the documented shape, yet serves it. */
		readonly note: (line: string) => void,
		/** Tells the app's callbacks of what is done. */
		readonly tell: (room: Room, operation: RoomOperation) => void,
		readonly callbacks: AgoraCallbacks,
	) {}

	get kind(): Kind {
		return this.parts.kind ?? 'chatrooms';
	}

	/** The room or group of the path. `missing`: detail and member routes word it differently, §8. */
	room(missing: 'resource_not_found' | 'service_resource_not_found' = 'resource_not_found'): Room {
		const id = this.decoded(this.parts.id ?? '');
		return this.existing(id, missing);
	}

	/** The rooms of a path that may name several. */
	rooms(): Room[] {
		const ids = this.listed(this.parts.id ?? '', false);
		if (ids.length > 100) throw this.malformed(400, 'invalid_parameter', 'more than 100 ids');
		const { missingRooms } = this.settings;
		if (ids.length > 1 && missingRooms === 'leftOut') {
			return ids.flatMap((id) => this.state.find(this.kind, id) ?? []);
		}
		if (missingRooms === 'unnamed' && ids.some((id) => !this.state.find(this.kind, id))) {
			throw this.refused(404, 'service_resource_not_found', 'Service resource not found');
		}
		return ids.map((id) => this.existing(id, 'service_resource_not_found'));
	}

	/**
	 * The usernames of the path.
	 *
	 * @param commaEncoded the mute list's page demands `%2C`; the allow list's shows a plain comma
	 */
	pathUsers(commaEncoded: boolean): string[] {
		return this.usernames(this.listed(this.parts.users ?? '', commaEncoded));
	}

	/** The JSON body. */
	fields(): JsonObject {
		const { body } = this.request;
		if (body === undefined) throw this.malformed(400, 'json_parse', 'the body is not JSON');
		if (!isRecord(body)) throw this.malformed(400, 'json_parse', 'the body is not an object');
		return body;
	}

	/** Notes the fields of the body that no page documents. */
	expectFields(known: readonly string[]): void {
		const unknown = unknownFields(this.fields(), known);
		if (unknown.length > 0) this.note(`the body holds undocumented ${unknown.join(', ')}`);
	}

	/** Checks usernames as §9 has them: capitals are the client's mistake, although servers fold them. */
	usernames(names: unknown): string[] {
		if (!Array.isArray(names) || names.length === 0) {
			throw this.malformed(400, 'illegal_argument', 'usernames must be a non-empty array');
		}
		return [...new Set(names.map((name) => this.username(name)))];
	}

	username(name: unknown): string {
		if (typeof name === 'string' && username.test(name)) return name;
		throw this.malformed(400, 'illegal_argument', `${JSON.stringify(name)} is not a username`);
	}

	/** A whole number from the query, within a range. */
	number(name: string, fallback: number, max: number): number {
		const text = this.request.query.get(name);
		if (text === null) return fallback;
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
		throw this.malformed(400, 'invalid_parameter', `${name} must be 1 to ${max}`);
	}

	/** Refuses a request whose shape is right. */
	refused(status: number, error: string, description: string): Refusal {
		return new Refusal(failure(status, error, description, this.state.now()));
	}

	/** Refuses a request that broke the documented shape, and records how. */
	malformed(status: number, error: string, description: string, how = description): Refusal {
		return new Refusal(failure(status, error, description, this.state.now()), how);
	}

	private existing(id: string, missing: string): Room {
		const room = this.state.find(this.kind, id);
		if (room) return room;
		const [asked, other] = this.kind === 'chatrooms' ? ['room', 'group'] : ['group', 'room'];
		if (this.settings.otherKind === 'told' && this.state.has(id)) {
			// Made up: no page has such an answer.
			throw this.refused(404, missing, `${id} is a chat ${other}, not a chat ${asked}`);
		}
		throw this.refused(
			404,
			missing,
			missing === 'resource_not_found'
				? `grpID ${id} does not exist!`
				: `do not find this group:${id}`,
		);
	}

	private listed(text: string, commaEncoded: boolean): string[] {
		if (commaEncoded && text.includes(',')) this.note('commas in the path must be %2C');
		return text.split(/%2C|,/i).map((part) => this.decoded(part));
	}

	private decoded(part: string): string {
		try {
			return decodeURIComponent(part);
		} catch {
			throw this.malformed(400, 'illegal_argument', 'the path is not well encoded');
		}
	}
}

/** Old services print the full Java name, agora-chat.md §8. */
const exceptions: Readonly<Record<string, string>> = {
	auth_bad_access_token: 'EasemobSecurityException',
	forbidden_op: 'com.easemob.group.exception.ForbiddenOpException',
	group_authorization: 'com.easemob.group.exception.GroupAuthorizationException',
	invalid_parameter: 'com.easemob.group.exception.InvalidParameterException',
	resource_not_found: 'com.easemob.group.exception.ResourceNotFoundException',
	service_resource_not_found: 'com.easemob.group.exception.ServiceResourceNotFoundException',
	unauthorized: 'EasemobSecurityException',
};

/** A failure in the documented envelope, §8. `now` in milliseconds since 1970. */
export const failure = (status: number, error: string, description: string, now: number): Answer =>
	json(
		status,
		{
			error,
			timestamp: now,
			duration: 0,
			exception: exceptions[error] ?? 'java.lang.IllegalArgumentException',
			error_description: description,
		},
		error,
	);
