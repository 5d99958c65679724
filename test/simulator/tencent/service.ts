import { html, json, type Answer } from '../answer';
import published from '../credentials.json';
import type { ServiceFault } from '../faults';
import { join, leave, type Members, type MuteEnd, type MuteList } from '../moderation';
import { SimulatedService, type Api, type ServiceRequest } from '../server';
import { userSigFault } from '../signatures';
import { privateChat, type SentMessage } from '../transcript';
import { TencentBody } from './body';
import { TencentCallbacks } from './callbacks';
import { failure, malformed, refused } from './codes';
import { commands } from './commands';
import { membersJoined, membersLeft } from './events';
import { editInGroup, sendToAccount, sendToGroup, type ToAccount, type ToGroup } from './sending';
import { tencentDefaults, type TencentSettings } from './settings';
import { TencentState, type GroupType, type NewGroup, type NewTopic } from './state';

const groupList = 'group_open_http_svc/get_appid_group_list';
const accountCheck = 'im_open_login_svc/account_check';
const services = new Set(Object.keys(commands).map((name) => name.split('/')[0]));
const queryNames = ['sdkappid', 'identifier', 'usersig', 'random', 'contenttype'];

/** What lets a caller in. */
export interface TencentCredentials {
	readonly sdkAppId: number;
	/** The app's administrator. */
	readonly identifier: string;
	readonly secretKey: string;
	/** What callbacks are signed with. */
	readonly callbackToken: string;
}

/** A group or topic, for whoever wants to look around. */
export interface TencentPlace {
	readonly groupId: string;
	readonly topicId?: string;
	readonly name: string;
	readonly kind: GroupType | 'Topic';
	readonly members: Members;
}

/** Tencent Cloud Chat's REST API, tencent-chat.md §5: one app, in memory. */
export class TencentSimulator extends SimulatedService<TencentSettings> {
	/** The secret key is the public sample key of Tencent's own packages. */
	readonly credentials: TencentCredentials = published.tencent;
	/** Where the app is told what happens in it. `reset` leaves their set-up alone. */
	readonly callbacks: TencentCallbacks;

	private state: TencentState;

	constructor(now: () => number, settings: Partial<TencentSettings> = {}) {
		super({ ...tencentDefaults, ...settings }, ['quota'], now);
		this.state = new TencentState(now);
		this.callbacks = new TencentCallbacks(this.credentials, now);
	}

	addGroup(group: NewGroup): void {
		this.state.addGroup(group);
	}

	addTopic(topic: NewTopic): void {
		this.state.addTopic(topic);
	}

	/** Deletes a topic; `settings.removedTopics` says what `get_topic` still knows of it. */
	removeTopic(groupId: string, topicId: string): void {
		this.state.removeTopic(groupId, topicId);
	}

	/** Dismisses a group with its topics. */
	removeGroup(groupId: string): void {
		this.state.groups.delete(groupId);
	}

	/** Every group, each with its topics after it. */
	places(): TencentPlace[] {
		return [...this.state.groups.values()].flatMap((group) => [
			{ groupId: group.id, name: group.name, kind: group.type, members: group.members },
			...[...group.topics.values()].map(({ id, name, members }) => ({
				groupId: group.id,
				topicId: id,
				name: `${group.name}: ${name}`,
				kind: 'Topic' as const,
				members,
			})),
		]);
	}

	/** Mutes a member behind the API's back. `end` in milliseconds since 1970. */
	mute(groupId: string, userId: string, end: MuteEnd, topicId?: string): void {
		this.state.place(groupId, topicId).mutes.set(userId, end);
	}

	/** Mutes an account in the whole app, behind the API's back. `end` in milliseconds since 1970. */
	muteAccount(account: string, scope: 'c2c' | 'group', end: MuteEnd): void {
		this.state.accountMutes[scope].set(account, end);
	}

	/** Bans somebody behind the API's back. `end` in milliseconds since 1970. */
	ban(groupId: string, account: string, end: MuteEnd): void {
		this.state.group(groupId).bans.set(account, end);
	}

	/** Bans in force: account to milliseconds since 1970, or `permanent`. */
	bans(groupId: string): Map<string, MuteEnd> {
		const rows = this.state.group(groupId).bans.entries();
		return new Map(rows.map(([account, { end }]) => [account, end]));
	}

	members(groupId: string): Members {
		return this.state.group(groupId).members;
	}

	/** Mutes in force: user id to Unix seconds, or `permanent`. */
	mutes(groupId: string, topicId?: string): Map<string, number | 'permanent'> {
		return new Map(
			this.state
				.place(groupId, topicId)
				.mutes.entries()
				.map(([userId, { end }]) => [userId, end === 'permanent' ? end : end / 1000]),
		);
	}

	/** Closes or opens a group or topic behind the API's back. */
	setAllMuted(groupId: string, allMuted: boolean, topicId?: string): void {
		this.state.place(groupId, topicId).allMuted = allMuted;
	}

	isAllMuted(groupId: string, topicId?: string): boolean {
		return this.state.place(groupId, topicId).allMuted;
	}

	/** The app-wide mutes of an account in force: Unix seconds, or `permanent`. */
	accountMutes(account: string): { c2c?: number | 'permanent'; group?: number | 'permanent' } {
		const { c2c, group } = this.state.accountMutes;
		return { c2c: endSeconds(c2c, account), group: endSeconds(group, account) };
	}

	/** A member writes, as from an app. The promise settles when the sender knows what became of it. */
	async sendMessage(message: ToGroup): Promise<SentMessage> {
		return await sendToGroup(this.state, this.callbacks, message);
	}

	/** A member edits what was written last. */
	editMessage(message: ToGroup): SentMessage {
		return editInGroup(this.state, this.callbacks, message);
	}

	async sendPrivateMessage(message: ToAccount): Promise<SentMessage> {
		return await sendToAccount(this.state, this.callbacks, message);
	}

	transcript(groupId: string, topicId?: string): readonly SentMessage[] {
		return this.state.transcripts.of(topicId ?? groupId);
	}

	privateTranscript(one: string, other: string): readonly SentMessage[] {
		return this.state.transcripts.of(privateChat(one, other));
	}

	/** Accounts join by themselves, or because somebody invites them. */
	join(groupId: string, accounts: readonly string[], operator = accounts[0]): void {
		const group = this.state.group(groupId);
		join(group, accounts);
		this.callbacks.tell(membersJoined(group, accounts, operator, this.now()));
	}

	/** Members leave by themselves, or because somebody removes them. */
	leave(groupId: string, accounts: readonly string[], operator = accounts[0]): void {
		const group = this.state.group(groupId);
		leave(group, accounts);
		this.callbacks.tell(membersLeft(group, accounts, operator, this.now()));
	}

	protected api(_method: string, path: string): Api | undefined {
		const name = commandName(path);
		if (name === undefined || !(name in commands)) return undefined;
		const { requestsPerSecond, groupListsPerSecond, accountChecksPerSecond } = this.settings;
		// §5.6: two are slower than the others.
		const own = { [groupList]: groupListsPerSecond, [accountCheck]: accountChecksPerSecond }[name];
		return { name, limit: Math.min(own ?? Infinity, requestsPerSecond) };
	}

	protected serve(request: ServiceRequest, note: (line: string) => void): Answer {
		const name = commandName(request.path);
		if (name === undefined || !services.has(name.split('/')[0])) {
			throw malformed(60009, 'no such service');
		}
		if (request.method !== 'POST') throw malformed(60002, 'only POST is answered');
		this.checkQuery(request.query, note);
		const command = commands[name];
		if (!command || (command.legacy && !this.settings.acceptLegacyNames)) {
			throw malformed(10003, `no command ${name}`);
		}
		const body = TencentBody.read(request.body, request.text, command.unparsable);
		const unknown = body.unknown(command.fields);
		if (unknown.length > 0) note(`the body holds undocumented ${unknown.join(', ')}`);
		const { state, settings } = this;
		const { sdkAppId, identifier } = this.credentials;
		const { callbacks } = this;
		const fields = command.run({ body, state, settings, sdkAppId, identifier, callbacks });
		const status = command.noActionStatus ? {} : { ActionStatus: 'OK' };
		const answer = json(200, { ...status, ErrorInfo: '', ErrorCode: 0, ...fields }, 0);
		if (Buffer.byteLength(answer.text) > maxAnswerBytes) throw refused(10018);
		return answer;
	}

	/** §5.1. The parameters are checked one by one, each with its code of §5.4. */
	private checkQuery(query: URLSearchParams, note: (line: string) => void): void {
		const names = [...query.keys()];
		const odd = names.filter((name, i) => !queryNames.includes(name) || names.indexOf(name) !== i);
		if (odd.length > 0) note(`the query holds undocumented or repeated ${odd.join(', ')}`);
		const { sdkAppId, identifier: admin, secretKey } = this.credentials;

		const app = query.get('sdkappid');
		if (!app) throw malformed(60012, 'sdkappid is missing');
		if (!/^\d+$/.test(app)) throw malformed(60006, 'sdkappid must be a number');
		if (query.get('contenttype') !== 'json') throw malformed(60002, 'contenttype must be json');
		const random = query.get('random') ?? '';
		if (!/^\d{1,10}$/.test(random) || Number(random) > 0xffffffff) {
			throw malformed(60002, 'random must be a uint32');
		}
		const identifier = query.get('identifier');
		if (!identifier) throw malformed(60004, 'identifier is missing');
		const userSig = query.get('usersig');
		if (!userSig) throw malformed(70002, 'usersig is missing');

		if (Number(app) !== sdkAppId) throw refused(70020);
		const fault = userSigFault(userSig, identifier, { sdkAppId, secretKey }, this.now());
		if (fault !== undefined) throw refused(fault);
		if (identifier !== admin) throw refused(60010);
	}

	protected tooFast({ path }: ServiceRequest): Answer {
		// §3.3: listing all groups too often is the documented case of 10006.
		return failure(commandName(path) === groupList ? 10006 : this.settings.overFrequencyCode);
	}

	protected wording(kind: ServiceFault): Answer {
		if (kind === 'internal') return failure(10002);
		if (kind === 'overFrequency') return failure(this.settings.overFrequencyCode);
		return html(429, '429 Too Many Requests');
	}

	protected forget(): void {
		this.callbacks.outbox.clear();
		this.state = new TencentState(this.now);
	}
}

/** The general limits: 1 MB for an answer, 10018 beyond. */
const maxAnswerBytes = 1024 * 1024;

function endSeconds(mutes: MuteList, account: string): number | 'permanent' | undefined {
	const end = mutes.current(account)?.end;
	return typeof end === 'number' ? end / 1000 : end;
}

/** `service/command` of a path `/v4/service/command`. */
const commandName = (path: string): string | undefined => /^\/v4\/(\w+\/\w+)$/.exec(path)?.[1];
