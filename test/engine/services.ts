import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { startSimulator, type Simulator } from '../simulator';
import type { Answer } from '../simulator/answer';
import { agoraDefaults } from '../simulator/agora/settings';
import { tencentDefaults } from '../simulator/tencent/settings';
import {
	agoraCredential,
	tencentCredential,
	type AgoraApp,
	type TencentApp,
} from '../support/credentials';
import { runAgora, runTencent, type NodeRun } from '../support/engine';

/** Both services for the tests of one file, and our nodes in front of them. */

export const lobby = '@TGS#1LOBBY7QK';
export const market = '@TGS#2MARKET5P';
export const work = '@TGS#2TEAMX4PD';
export const community = '@TGS#_@TGS#cBOARDGAMES';
export const topic = `${community}@TOPIC#_@TOPIC#cNEWS`;
export const lounge = '262246968131585';
export const launch = '100743775617286960';
export const crew = '100743775617286961';
export const guild = '84141867597826';

export const people = ['ann', 'bob', 'cy', 'dot'];

/** The moment that {@link freezeClock} stops the clocks of both sides at: not a whole second. */
export const frozenNow = Date.parse('2027-01-31T12:00:00.250Z');

export interface Step {
	operation: string;
	/** Default: one empty item. */
	items?: IDataObject[];
	/** Parameters that differ from those of {@link groupParameters} and its like below. */
	parameters?: INodeParameters;
	options?: INodeParameters;
	settings?: Partial<INode>;
	runs?: number;
	/** Fields of the credential that differ from the right ones. */
	credential?: ICredentialDataDecryptedObject;
	onStart?: (cancel: () => void) => void;
}

/** Starts both services before the tests of a file; each test finds them as {@link fill} leaves them. */
export function useServices(): Pick<Simulator, 'tencent' | 'agora'> {
	const services = {} as Simulator;
	beforeAll(async () => {
		Object.assign(services, await startSimulator({ now: () => Date.now() }));
	});
	beforeEach(() => {
		const { tencent, agora } = services;
		Object.assign(tencent.settings, tencentDefaults, { requestsPerSecond: Infinity });
		Object.assign(agora.settings, agoraDefaults(), { requestsPerSecond: Infinity });
		fill(services);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});
	afterAll(async () => {
		await services.stop();
	});
	return services;
}

/** Every clock of the test stands still: what is muted for a minute ends at a moment known beforehand. */
export function freezeClock(): void {
	jest.spyOn(Date, 'now').mockReturnValue(frozenNow);
}

/** Each answer of the service has these fields in place of its own. */
export function spoilAnswers(service: object, fields: IDataObject): void {
	const spoilt = service as { send(answer: Answer, ...rest: unknown[]): void };
	const { send } = spoilt;
	jest.spyOn(spoilt, 'send').mockImplementation(function (this: unknown, answer, ...rest) {
		const text = JSON.stringify({ ...(JSON.parse(answer.text) as IDataObject), ...fields });
		send.call(this, { ...answer, text }, ...rest);
	});
}

/** Retries wait as little as their jitter allows: not at all, where the service asks for no more. */
export function withoutBackOff(): void {
	jest.spyOn(Math, 'random').mockReturnValue(0);
}

/** Groups, rooms and chat groups that everybody in {@link people} is a member of; nobody is muted. */
function fill({ tencent, agora }: Pick<Simulator, 'tencent' | 'agora'>): void {
	tencent.reset();
	agora.reset();
	tencent.addGroup({ groupId: lobby, members: people });
	tencent.addGroup({ groupId: market, members: 'anyone' });
	tencent.addGroup({ groupId: work, type: 'Private', members: 'anyone' });
	tencent.addGroup({ groupId: community, type: 'Community', members: people });
	tencent.addTopic({ groupId: community, topicId: topic });
	agora.addChatRoom({ chatRoomId: lounge, members: people, owner: 'owner' });
	agora.addChatRoom({ chatRoomId: launch, members: 'anyone' });
	agora.addChatGroup({ chatGroupId: crew, members: people, owner: 'owner' });
	agora.addChatGroup({ chatGroupId: guild, members: 'anyone' });
}

export async function inGroup(tencent: TencentApp, step: Step): Promise<NodeRun> {
	return await onTencent(tencent, step, groupParameters(step));
}

export async function inChatRoom(agora: AgoraApp, step: Step): Promise<NodeRun> {
	return await onAgora(agora, step, chatRoomParameters(step));
}

export async function inChatGroup(agora: AgoraApp, step: Step): Promise<NodeRun> {
	return await onAgora(agora, step, chatGroupParameters(step));
}

/** In the whole app, on Tencent Cloud Chat. */
export async function ofAccounts(tencent: TencentApp, step: Step): Promise<NodeRun> {
	return await onTencent(tencent, step, asEditorSets('account', step));
}

/** Messages of Tencent Cloud Chat, where the items say. */
export async function onTencentMessages(tencent: TencentApp, step: Step): Promise<NodeRun> {
	return await onTencent(tencent, step, asEditorSets('message', step));
}

/** Messages of Agora Chat, where the items say. */
export async function onAgoraMessages(agora: AgoraApp, step: Step): Promise<NodeRun> {
	return await onAgora(agora, step, asEditorSets('message', step));
}

/** Messages of a group or topic of Tencent Cloud Chat. */
export async function ofMessages(tencent: TencentApp, step: Step): Promise<NodeRun> {
	const { parameters } = step;
	const group = { ...groupParameters(step), resource: 'message', ...parameters };
	return await onTencent(tencent, step, group);
}

/** In the whole app, on Agora Chat. */
export async function ofUsers(agora: AgoraApp, step: Step): Promise<NodeRun> {
	return await onAgora(agora, step, asEditorSets('user', step));
}

const onTencent = async (tencent: TencentApp, step: Step, parameters: INodeParameters) =>
	await runTencent({
		...asked(step, parameters),
		credentials: tencentCredential(tencent, step.credential),
	});

const onAgora = async (agora: AgoraApp, step: Step, parameters: INodeParameters) =>
	await runAgora({
		...asked(step, parameters),
		credentials: agoraCredential(agora, step.credential),
	});

const asked = ({ items = [{}], settings, runs, onStart }: Step, parameters: INodeParameters) => ({
	items,
	parameters,
	settings,
	runs,
	onStart,
});

/** The group and topic that the item names, or the lobby; the rest as the editor would set it. */
export const groupParameters = ({
	operation,
	items = [],
	parameters,
	options = {},
}: Step): INodeParameters => ({
	resource: 'group',
	operation,
	groupId: byId(`={{ $json.groupId ?? ${JSON.stringify(lobby)} }}`),
	topicId: byId(items.some((item) => 'topicId' in item) ? '={{ $json.topicId }}' : ''),
	...parameters,
	options,
});

/** The chat room that the item names, or the lounge; the rest as the editor would set it. */
export const chatRoomParameters = ({
	operation,
	parameters,
	options = {},
}: Step): INodeParameters => ({
	resource: 'chatRoom',
	operation,
	chatRoomId: byId(`={{ $json.chatRoomId ?? ${JSON.stringify(lounge)} }}`),
	...parameters,
	options,
});

/** The chat group that the item names, or the crew; the rest as the editor would set it. */
export const chatGroupParameters = ({
	operation,
	parameters,
	options = {},
}: Step): INodeParameters => ({
	resource: 'chatGroup',
	operation,
	chatGroupId: byId(`={{ $json.chatGroupId ?? ${JSON.stringify(crew)} }}`),
	...parameters,
	options,
});

/** All else stays as the editor has it at first. */
const asEditorSets = (
	resource: string,
	{ operation, parameters, options = {} }: Step,
): INodeParameters => ({ resource, operation, ...parameters, options });

export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** `user_0001` and so on. */
export const userNames = (count: number): string[] =>
	Array.from({ length: count }, (_, i) => `user_${String(i + 1).padStart(4, '0')}`);

/** The rows alone, without their pairing. */
export const rowsOf = ({ items }: NodeRun): IDataObject[] => items.map(({ json }) => json);

/** The failed users or places, by the name that `details` has for them. */
export const failed = (items: INodeExecutionData[], name: string): unknown[] =>
	items.map(({ json }) => (json.details as IDataObject)[name]);

/** Unix seconds of an ISO 8601 date. */
export const unix = (iso: string): number => Date.parse(iso) / 1000;
