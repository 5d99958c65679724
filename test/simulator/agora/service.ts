import { json, Refusal, type Answer } from '../answer';
import published from '../credentials.json';
import type { ServiceFault } from '../faults';
import { join, leave, type Members, type MuteEnd, type NewPlace } from '../moderation';
import { SimulatedService, type Api, type ServiceRequest } from '../server';
import { isRecord, type JsonObject } from '../shape';
import { privateChat, type SentMessage } from '../transcript';
import { AgoraAccess, type AgoraCredentials } from './access';
import { AgoraCallbacks } from './callbacks';
import { AgoraCall, failure, type Operation, type Payload } from './call';
import { appAdmin, groupOpEvent, mucEvent } from './operations';
import { route, type Routed } from './routes';
import { sendToRoom, sendToUser, type ToRoom, type ToUser } from './sending';
import { agoraDefaults, type AgoraSettings } from './settings';
import { AgoraState, kinds, type Room, type Scope } from './state';

type NewRoom = Omit<NewPlace, 'id'>;

const application = '5e3410a0-86af-11e9-af06-bb3a6c11b7be';

/** Agora Chat's REST API, agora-chat.md: one app, in memory, below both of its prefixes. */
export class AgoraSimulator extends SimulatedService<AgoraSettings> {
	/** App id and certificate are the ones of the published token vectors. */
	readonly credentials: AgoraCredentials = published.agora;

	/** Where the app is told what happens in it. `reset` leaves their set-up alone. */
	readonly callbacks: AgoraCallbacks;

	private state: AgoraState;
	private readonly access: AgoraAccess;

	constructor(now: () => number, settings: Partial<AgoraSettings> = {}) {
		super({ ...agoraDefaults(), ...settings }, [], now);
		this.state = new AgoraState(now);
		this.access = new AgoraAccess(this.credentials, now);
		this.callbacks = new AgoraCallbacks(this.appKey, now);
	}

	addChatRoom({ chatRoomId, ...room }: NewRoom & { readonly chatRoomId: string }): void {
		this.state.add('chatrooms', { id: chatRoomId, ...room });
	}

	addChatGroup({ chatGroupId, ...group }: NewRoom & { readonly chatGroupId: string }): void {
		this.state.add('chatgroups', { id: chatGroupId, ...group });
	}

	/** Destroys a room or group. */
	remove(id: string): void {
		this.state.remove(id);
	}

	/** Every room and group. */
	places(): Array<Pick<Room, 'id' | 'name' | 'kind' | 'members'>> {
		return kinds.flatMap((kind) => [...this.state.list(kind)].reverse());
	}

	/** Mutes a member behind the API's back. `end` in milliseconds since 1970. */
	mute(id: string, username: string, end: MuteEnd): void {
		this.state.get(id).mutes.set(username.toLowerCase(), end);
	}

	/** Mutes a user in the whole app, behind the API's back. `end` in milliseconds since 1970. */
	muteUser(username: string, scope: Scope, end: MuteEnd): void {
		this.state.userMutes[scope].set(username.toLowerCase(), end);
	}

	/** Puts a member on the allow list behind the API's back. */
	allow(id: string, username: string): void {
		this.state.get(id).allowed.add(username.toLowerCase());
	}

	/** Mutes in force: username to milliseconds since 1970, or `permanent`. */
	mutes(id: string): Map<string, MuteEnd> {
		return new Map(
			this.state
				.get(id)
				.mutes.entries()
				.map(([username, { end }]) => [username, end]),
		);
	}

	/** Closes or opens a room or group behind the API's back. */
	setAllMuted(id: string, allMuted: boolean): void {
		this.state.get(id).allMuted = allMuted;
	}

	isAllMuted(id: string): boolean {
		return this.state.get(id).allMuted;
	}

	/** Puts a user on the block list behind the API's back. */
	block(id: string, username: string): void {
		this.state.get(id).blocked.add(username.toLowerCase());
	}

	/** A copy of the block list. */
	blockList(id: string): Set<string> {
		return new Set(this.state.get(id).blocked);
	}

	members(id: string): Members {
		return this.state.get(id).members;
	}

	/** A copy of the allow list. */
	allowList(id: string): Set<string> {
		return new Set(this.state.get(id).allowed);
	}

	/** A user's app-wide mutes in force: milliseconds since 1970, or `permanent`. */
	userMutes(username: string): Partial<Record<Scope, MuteEnd>> {
		const { chat, groupchat, chatroom } = this.state.userMutes;
		return {
			chat: chat.current(username)?.end,
			groupchat: groupchat.current(username)?.end,
			chatroom: chatroom.current(username)?.end,
		};
	}

	/** A member writes, as from an app. The promise settles when the sender knows what became of it. */
	async sendMessage(message: ToRoom): Promise<SentMessage> {
		return await sendToRoom(this.state, this.callbacks, message);
	}

	async sendPrivateMessage(message: ToUser): Promise<SentMessage> {
		return await sendToUser(this.state, this.callbacks, message);
	}

	transcript(id: string): readonly SentMessage[] {
		return this.state.transcripts.of(id);
	}

	privateTranscript(one: string, other: string): readonly SentMessage[] {
		return this.state.transcripts.of(privateChat(one.toLowerCase(), other.toLowerCase()));
	}

	/** Users whom messages do not reach. */
	setOffline(...usernames: string[]): void {
		for (const username of usernames) this.state.offline.add(username.toLowerCase());
	}

	join(id: string, usernames: readonly string[]): void {
		const room = this.state.get(id);
		join(room, usernames);
		for (const user of usernames) {
			this.callbacks.tellOperation(room, { kind: 'joined', users: [user] }, user);
		}
	}

	/** Members leave by themselves, or because an operator removes them. */
	leave(id: string, usernames: readonly string[], operator?: string): void {
		const room = this.state.get(id);
		leave(room, usernames);
		if (operator !== undefined) {
			this.callbacks.tellOperation(room, { kind: 'kicked', users: usernames }, operator);
			return;
		}
		for (const user of usernames) {
			this.callbacks.tellOperation(room, { kind: 'left', users: [user] }, user);
		}
	}

	/** Somebody does something to a room or group, of which nothing but the event is simulated. */
	operate(id: string, operation: string, payload: JsonObject, operator: string): void {
		this.callbacks.tell(groupOpEvent(this.state.get(id), operation, payload, operator));
	}

	/** The same in the words of the older events. */
	operateMuc(id: string, operation: string, from: string, to: string): void {
		this.callbacks.tell(mucEvent(this.appKey, this.state.get(id), operation, from, to));
	}

	/** How often `POST /token` was called since the last reset. */
	get tokenFetches(): number {
		return this.requests.filter(({ path }) => path.endsWith('/token')).length;
	}

	/** Every token that `POST /token` gave out has expired now. */
	revokeTokens(): void {
		this.access.revoke();
	}

	protected api(method: string, path: string): Api | undefined {
		const { name, methods } = route(path);
		if (!methods?.[method]) return undefined;
		const { requestsPerSecond, roomListsPerSecond, placeSendsPerSecond } = this.settings;
		const own: Readonly<Record<string, number>> = {
			chatrooms: roomListsPerSecond,
			'messages/chatrooms': placeSendsPerSecond,
			'messages/chatgroups': placeSendsPerSecond,
		};
		const limit = Math.min(own[name] ?? Infinity, requestsPerSecond);
		return { name: `${method} ${name}`, limit };
	}

	protected serve(request: ServiceRequest, note: (line: string) => void): Answer {
		const routed = route(request.path);
		this.checkApp(routed);
		// Easemob's pages know the first prefix alone.
		if (routed.name === 'token' && routed.prefix[0] !== 'app-id') return this.token(request);
		const { settings, state, appKey } = this;
		const { callbacks } = this;
		const call = new AgoraCall(
			request,
			state,
			settings,
			appKey,
			routed.parts,
			note,
			(room, done) => callbacks.tellOperation(room, done, appAdmin),
			callbacks,
		);
		const operation = operationOf(call, routed);
		this.access.check(request.headers.authorization);
		checkQuery(call, operation);
		checkBody(call, operation);
		return this.success(operation.run(call), routed, request);
	}

	/** Both prefixes name the same app. */
	private checkApp({ prefix: [first, second] }: Routed): void {
		const { orgName, appName, appId } = this.credentials;
		if (first === 'app-id' ? second === appId : first === orgName && second === appName) return;
		throw new Refusal(
			failure(
				404,
				'organization_application_not_found',
				`Could not find application for ${first}/${second}`,
				this.now(),
			),
		);
	}

	/** Easemob's `POST /token`, §6.2. */
	private token({ method, body, headers }: ServiceRequest): Answer {
		const refuse = (status: number, error: string, description: string) =>
			new Refusal(failure(status, error, description, this.now()), description);
		if (method !== 'POST') throw refuse(405, 'web_application', 'Method Not Allowed');
		if (!isJson(headers['content-type'])) {
			throw refuse(415, 'web_application', 'Unsupported Media Type');
		}
		if (!isRecord(body) || body.grant_type !== 'client_credentials') {
			throw refuse(400, 'invalid_grant', 'grant_type must be client_credentials');
		}
		const { clientId, clientSecret } = this.credentials;
		const wrong = body.client_id !== clientId ? 'client_id' : 'client_secret';
		if (body.client_id !== clientId || body.client_secret !== clientSecret) {
			const description = `${wrong} does not match`;
			throw new Refusal(failure(400, 'invalid_grant', description, this.now()));
		}
		if (this.access.given >= this.settings.tokensAllowed) {
			throw refuse(403, 'forbidden_op', 'too many tokens were fetched: the client is blocked');
		}
		const asked = typeof body.ttl === 'number' && body.ttl > 0 ? body.ttl : undefined;
		const expires = asked ?? this.settings.tokenLifeSeconds;
		const issued = this.access.issue(expires);
		return json(200, { access_token: issued, expires_in: expires, application });
	}

	/** The success envelope of §1: groups have no `applicationName`, the new prefix names no app. */
	private success(payload: Payload, { prefix, parts }: Routed, request: ServiceRequest): Answer {
		const { orgName, appName } = this.credentials;
		const unnamed = this.settings.omitApplicationName || parts.kind === 'chatgroups';
		const app = {
			application,
			organization: orgName,
			...(unnamed ? {} : { applicationName: appName }),
		};
		return json(200, {
			...payload,
			...(prefix[0] === 'app-id' ? {} : app),
			uri: `${this.url}${request.path}`,
			entities: [],
			properties: {},
			timestamp: this.now(),
			duration: 0,
		});
	}

	protected tooFast(): Answer {
		return this.wording('tooMany');
	}

	protected wording(kind: ServiceFault): Answer {
		const now = this.now();
		switch (kind) {
			case 'quota':
				return failure(
					429,
					'resource_limited',
					'You have exceeded the limit of the community edition. Please upgrade to a higher edition',
					now,
				);
			case 'internal':
				return failure(500, 'internal_error', 'Internal Server Error', now);
			default:
				return failure(429, 'reach_limit', 'This request has reached api limit', now);
		}
	}

	protected forget(): void {
		this.callbacks.outbox.clear();
		this.state = new AgoraState(this.now);
	}

	/** `org#app`. */
	get appKey(): string {
		return `${this.credentials.orgName}#${this.credentials.appName}`;
	}
}

function operationOf(call: AgoraCall, { methods }: Routed): Operation {
	const { method, path } = call.request;
	if (!methods) {
		throw call.malformed(
			404,
			'service_resource_not_found',
			'Service resource not found',
			`no such path ${path}`,
		);
	}
	const operation = methods[method];
	if (operation) return operation;
	throw call.malformed(405, 'web_application', 'Method Not Allowed');
}

function checkQuery(call: AgoraCall, { query = [] }: Operation): void {
	const names = [...call.request.query.keys()];
	const odd = names.filter((name, i) => !query.includes(name) || names.indexOf(name) !== i);
	if (odd.length > 0) call.note(`the query holds undocumented or repeated ${odd.join(', ')}`);
}

/** §1: JSON where the page has a body, and nothing where it has none. */
function checkBody(call: AgoraCall, { body }: Operation): void {
	const { text, headers } = call.request;
	if (body === undefined) {
		if (text !== '') throw call.malformed(400, 'illegal_argument', 'there must be no body');
		return;
	}
	if (!isJson(headers['content-type'])) {
		throw call.malformed(
			415,
			'web_application',
			'Unsupported Media Type',
			'Content-Type must be application/json',
		);
	}
	call.expectFields(body);
}

const isJson = (contentType: string | undefined): boolean =>
	/^application\/json(\s*;.*)?$/i.test(contentType ?? '');
