/** More than any service allows: the node's own limit is out of the way. */
export const unlimited = 1_000_000;
export const slow = 20;
/** The rates that credentials give beside the documented ones. */
export const otherRates = [unlimited, slow];
const muteMinutes = 10;

const reference = (name) => `={{ $json.${name} }}`;

const usersOf = (count, place = 'bench') => `return Array.from({ length: ${count} }, (_, i) => ({
	json: { userId: 'user' + String(i).padStart(7, '0'), groupId: '${place}' },
}));`;

/**
 * Items made by a Code node, then these nodes.
 * @param source how many items of one user each, or the code that makes others
 */
export function workflow(id, source, nodes, connect = inARow) {
	const all = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{
			name: 'Users',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: {
				jsCode: typeof source === 'number' ? usersOf(source) : source,
			},
		},
		...nodes,
	].map((node, i) => ({
		id: String(i),
		typeVersion: 1,
		parameters: {},
		position: [i * 224, 0],
		...node,
	}));
	return {
		id,
		name: id,
		active: false,
		nodes: all,
		connections: connect(all.map(({ name }) => name)),
		// Saving is the same for every node, and would hide what each of them takes.
		settings: { executionOrder: 'v1', saveManualExecutions: false },
	};
}

const to = (...names) => names.map((node) => ({ node, type: 'main', index: 0 }));

const inARow = (names) =>
	Object.fromEntries(names.slice(1).map((name, i) => [names[i], { main: [to(name)] }]));

/** The last but one node loops: its second output goes through the last one and back. */
const inALoop = (names) => {
	const [loop, body] = names.slice(-2);
	return {
		...inARow(names),
		[loop]: { main: [[], to(body)] },
		[body]: { main: [to(loop)] },
	};
};

const mute = (more) => ({
	operation: 'mute',
	userIds: reference('userId'),
	muteFor: 'duration',
	duration: muteMinutes,
	durationUnit: 'minutes',
	...more,
});
const sync = (more) => mute({ operation: 'syncMuted', muteFor: 'permanent', ...more });
const groupId = { __rl: true, mode: 'id', value: reference('groupId') };

/** @param perSecond what the credential gives as the rate, where it is not the documented one */
export const tencentNode = (count, { perSecond, options = {} } = {}) =>
	workflow(name('tencent', count, perSecond, ...Object.values(options)), count, [
		{
			name: 'Tencent Cloud Chat',
			type: 'n8n-nodes-chat-mute.tencentCloudChat',
			credentials: credential('tencentCloudChatApi', perSecond),
			parameters: mute({
				resource: 'group',
				groupId,
				topicId: { __rl: true, mode: 'id', value: '' },
				options,
			}),
		},
	]);

/** @param onError so that users who can't be muted are counted, where else the execution would fail */
export const agoraNode = (count, { perSecond, place, onError, options = {} } = {}) =>
	workflow(
		name('agora', count, perSecond, place, onError, ...Object.values(options)),
		usersOf(count, place),
		[
			{
				name: 'Agora Chat',
				type: 'n8n-nodes-chat-mute.agoraChat',
				credentials: credential('agoraChatApi', perSecond),
				onError,
				parameters: mute({ resource: 'chatRoom', chatRoomId: groupId, options }),
			},
		],
	);

/** One node of ours after the other, with these parameters. @param type of the service's node */
const ownNodes = (id, source, [type, credentialType], ...all) =>
	workflow(
		id,
		source,
		all.map((parameters, i) => ({
			name: `${type} ${i + 1}`,
			type: `n8n-nodes-chat-mute.${type}`,
			credentials: credential(credentialType),
			parameters,
		})),
	);
const tencentType = ['tencentCloudChat', 'tencentCloudChatApi'];
const agoraType = ['agoraChat', 'agoraChatApi'];
const manyPlaces = (count) =>
	`return Array.from({ length: ${count} }, (_, i) => ({ json: { groupId: 'place' + i } }));`;
const noTopic = { __rl: true, mode: 'id', value: '' };
const byId = (field) => ({ __rl: true, mode: 'id', value: reference(field) });

/** Users muted in the whole app: each is a request. */
export const accountsNode = (count) =>
	ownNodes('accounts', count, tencentType, mute({ resource: 'account' }));
export const appUsersNode = (count) =>
	ownNodes('appUsers', count, agoraType, mute({ resource: 'user' }));

/** The mute list of one group, or room, is made what the items name. */
export const syncGroup = (id, count) =>
	ownNodes(id, count, tencentType, sync({ resource: 'group', groupId, topicId: noTopic }));
export const syncRoom = (id, count) =>
	ownNodes(id, count, agoraType, sync({ resource: 'chatRoom', chatRoomId: groupId }));

/** What many groups, or rooms, are like. */
export const getGroups = (count) =>
	ownNodes('getGroups', manyPlaces(count), tencentType, {
		resource: 'group',
		operation: 'get',
		groupId,
		topicId: noTopic,
	});
export const getRooms = (count) =>
	ownNodes('getRooms', manyPlaces(count), agoraType, {
		resource: 'chatRoom',
		operation: 'get',
		chatRoomId: groupId,
	});

/** Every group, or room, of an app, and who is muted there. */
export const exportGroups = () =>
	ownNodes(
		'exportGroups',
		1,
		tencentType,
		{ resource: 'group', operation: 'getAll', returnAll: true },
		{ resource: 'group', operation: 'getMuted', groupId, topicId: noTopic },
	);
export const exportRooms = () =>
	ownNodes(
		'exportRooms',
		1,
		agoraType,
		{ resource: 'chatRoom', operation: 'getAll', returnAll: true },
		{ resource: 'chatRoom', operation: 'getMuted', chatRoomId: byId('chatRoomId') },
	);

const name = (...parts) => parts.filter((part) => part !== undefined).join('-');

/** The credential's id says which it is. */
const credential = (type, perSecond) => ({
	[type]: { id: name(type, perSecond), name: type },
});

/** One request for each item, as HTTP Request does by default; `perSecond` sets its batching. */
export const httpRequest = (count, { url, perSecond }) =>
	workflow(`http-${count}-${perSecond ?? 'all'}`, count, [
		tencentHttp(url, '[$json.userId]', {
			...(perSecond && { batching: { batch: { batchSize: perSecond, batchInterval: 1000 } } }),
		}),
	]);

/** What people build by hand: users put together by code, then a loop over requests. */
export const handMade = (count, { url }) =>
	workflow(
		`handMade-${count}`,
		count,
		[
			{
				name: 'Put Together',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: {
					jsCode: `const groups = new Map();
for (const { json } of $input.all()) {
	if (!groups.has(json.groupId)) groups.set(json.groupId, []);
	groups.get(json.groupId).push(json.userId);
}
const requests = [];
for (const [groupId, userIds] of groups) {
	for (let i = 0; i < userIds.length; i += 500) {
		requests.push({ json: { groupId, userIds: userIds.slice(i, i + 500) } });
	}
}
return requests;`,
				},
			},
			{ name: 'Loop Over Items', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3 },
			tencentHttp(url, '$json.userIds'),
		],
		inALoop,
	);

/** @param url with a signature in it, as hand-made workflows have it */
const tencentHttp = (url, userIds, options = {}) => ({
	name: 'HTTP Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify({ GroupId: $json.groupId, Members_Account: ${userIds}, MuteTime: ${muteMinutes * 60} }) }}`,
		options,
	},
});

/** The same two references that our nodes read, and nothing else. */
export const editFields = (count) =>
	workflow(`editFields-${count}`, count, [
		{
			name: 'Edit Fields',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				assignments: {
					assignments: ['userId', 'groupId'].map((name) => ({
						id: name,
						name,
						type: 'string',
						value: reference(name),
					})),
				},
				options: {},
			},
		},
	]);

export const noOperation = (count) =>
	workflow(`noOperation-${count}`, count, [{ name: 'No Operation', type: 'n8n-nodes-base.noOp' }]);
