import {
	accountsNode,
	agoraNode,
	appUsersNode,
	editFields,
	exportGroups,
	exportRooms,
	getGroups,
	getRooms,
	handMade,
	httpRequest,
	noOperation,
	syncGroup,
	syncRoom,
	tencentNode,
	unlimited,
} from './workflows.mjs';

/** How many requests a service answers that then goes away. */
export const GONE_AFTER = 50;
const oneByOne = { options: { batchSize: 1 } };
const counted = { onError: 'continueRegularOutput' };
/** How far away the services are, in milliseconds for both ways; what differs each time is a tenth of it. */
export const away = (ms) => ({ roundTripMs: ms, roundTripJitterMs: ms / 10 });

/**
 * What is run. `limited`: the service turns away what is over its documented limit, and our node
 * keeps to it; else neither does. `users`: how many it is to mute. `settings`: what else the service does
 * unlike its documents.
 * @param {string} url of Tencent's mute command, signed
 */
export function makeCases(url) {
	const own = (make, count, limited, more) => ({
		workflow: make(count, { perSecond: limited ? undefined : unlimited, ...more }),
		users: count,
		limited,
	});
	const agoraAway = (ms) => ({
		...own(agoraNode, 500, true, { ...oneByOne, ...counted }),
		settings: away(ms),
	});
	const quickFirst = (ms) => ({
		...own(tencentNode, 400, true, { ...oneByOne, ...counted }),
		settings: { ...away(300), roundTripJitterMs: 0, firstRoundTripMs: ms },
		// The other service, so that n8n has sent before: one that runs for days does nothing for the first time.
		warmUp: own(agoraNode, 500, true, oneByOne).workflow,
		runs: 1, // a second one would know the rate already
	});
	/** The service is there for so many requests, and then no more. */
	const gone = (kind) => ({
		...own(agoraNode, 1_000, true, { ...oneByOne, ...counted }),
		settings: away(40),
		gone: { kind, after: GONE_AFTER },
		runs: 1,
	});
	return {
		tencent1k: own(tencentNode, 1_000, false),
		tencent: own(tencentNode, 10_000, false),
		tencentLimited: own(tencentNode, 10_000, true),
		tencent100k: own(tencentNode, 100_000, false),
		tencent1M: own(tencentNode, 1_000_000, false),
		tencentRate: own(tencentNode, 1_000, true, oneByOne),
		agora1k: own(agoraNode, 1_000, false),
		agora: own(agoraNode, 10_000, false),
		agoraLimited: own(agoraNode, 10_000, true),
		agora100k: own(agoraNode, 100_000, false),
		agora1M: own(agoraNode, 1_000_000, false),
		agoraRate: own(agoraNode, 500, true, oneByOne),
		agora5ms: agoraAway(5),
		agora40ms: agoraAway(40),
		agora150ms: agoraAway(150),
		agora400ms: agoraAway(400),
		agoraLess: {
			...own(agoraNode, 12_000, true, counted),
			settings: { requestsPerSecond: 10, ...away(40) },
			runs: 1, // a second one would know the rate already
		},
		quickFirst2ms: quickFirst(2),
		quickFirst10ms: quickFirst(10),
		goneReset: gone('resetBefore'),
		goneGateway: gone('badGateway'),
		accounts: wholeApp(accountsNode(10_000), 10_000),
		appUsers: wholeApp(appUsersNode(10_000), 10_000),
		getGroups: wholeApp(getGroups(5_000), 5_000, 5_000),
		getRooms: wholeApp(getRooms(5_000), 5_000, 5_000),
		exportGroups: wholeApp(exportGroups(), 2_000, 1_000),
		exportRooms: wholeApp(exportRooms(), 2_000, 1_000),
		syncGroup: sync(syncGroup, 'syncGroup', { differ: 50 }),
		syncGroupAgain: sync(syncGroup, 'syncGroupAgain', { differ: 0 }),
		syncRoom: sync(syncRoom, 'syncRoom', { differ: 50 }),
		syncRoomAgain: sync(syncRoom, 'syncRoomAgain', { differ: 0 }),
		http: { workflow: httpRequest(10_000, { url }), users: 10_000, limited: false },
		// Most of its time is waiting, the same for each batch: so a fifth of it is run.
		httpBatched: {
			workflow: httpRequest(2_000, { url, perSecond: 200 }),
			users: 2_000,
			limited: true,
			scale: 5,
		},
		handMade: { workflow: handMade(10_000, { url }), users: 10_000, limited: true },
		editFields: { workflow: editFields(10_000), users: 0, limited: false },
		noOperation: { workflow: noOperation(10_000), users: 0, limited: false },
		noOperation1M: { workflow: noOperation(1_000_000), users: 0, limited: false },
		noOperation100k: { workflow: noOperation(100_000), users: 0, limited: false },
	};
}

/** `rows`: what is to come out. `places`: how many groups and rooms there are, two users muted in each. */
function wholeApp(workflow, rows, places) {
	return { workflow, rows, places, limited: true, runs: 1 };
}

/** 10,000 users are named. Of those who `differ`, half are not muted before, and half are muted and not named. */
function sync(make, id, { differ }) {
	const muted = Array.from({ length: 10_000 }, (_, i) => differ / 2 + i).map(
		(number) => `user${String(number).padStart(7, '0')}`,
	);
	return { workflow: make(id, 10_000), rows: 10_000 + differ / 2, muted, limited: true };
}

/** Which cases share an n8n process, in this order: the greater ones last, for memory's sake. */
export const processes = [
	['tencent1k', 'tencentRate', 'tencentLimited', 'tencent', 'tencent100k'],
	['agora1k', 'agoraRate', 'agoraLimited', 'agora', 'agora100k'],
	['tencent1M'],
	['agora1M'],
	// Each by itself, since our node remembers what it saw of a service.
	['agora5ms'],
	['agora40ms'],
	['agora150ms'],
	['agora400ms'],
	['agoraLess'],
	['quickFirst2ms'],
	['quickFirst10ms'],
	['goneReset'],
	['goneGateway'],
	['getGroups', 'exportGroups', 'accounts'],
	['getRooms', 'exportRooms', 'appUsers'],
	['syncGroup', 'syncGroupAgain', 'syncRoom', 'syncRoomAgain'],
	['editFields'],
	['noOperation'],
	['http'],
	['httpBatched'],
	['handMade'],
];

/** Run once more, in a process that collects garbage all the time, to see what is in use. */
export const memoryCases = [
	'noOperation100k',
	'tencent100k',
	'agora100k',
	'noOperation1M',
	'tencent1M',
	'agora1M',
];
