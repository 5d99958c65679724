import { setTimeout as delay } from 'node:timers/promises';
import tencentSignatures from 'tls-sig-api-v2';
import { tsImport } from 'tsx/esm/api';

// The simulator in a process of its own, as a service is one; told what to do by messages.

const { startSimulator } = await tsImport('../simulator/index.ts', import.meta.url);
const simulator = await startSimulator();
const { tencent, agora } = simulator;
const documented = [tencent, agora].map(({ settings }) => ({ ...settings }));
const place = { name: 'Bench', owner: 'ava.chen', members: 'anyone' };
/** One for each execution that runs at the same time. */
const places = ['bench', 'bench2', 'bench3'];
/** Those that users are muted in by what is measured. */
let filled = places;

const answers = {
	/** Both services as new: their limits as documented, or off; `settings` are what else differs. `muted`: who is so before, in the first place. `gone`: how requests fail after so many. */
	reset({ limited, settings, places: many = 0, muted = [], gone }) {
		for (const [i, service] of [tencent, agora].entries()) {
			service.reset();
			Object.assign(service.settings, documented[i]);
			if (!limited) service.settings.requestsPerSecond = Infinity;
			Object.assign(service.settings, settings);
			let seen = 0;
			if (gone) service.faults.next(gone.kind, Infinity, () => ++seen > gone.after);
		}
		const ids = many > 0 ? Array.from({ length: many }, (_, i) => `place${i}`) : places;
		filled = many > 0 ? [] : places;
		for (const id of ids) {
			tencent.addGroup({ groupId: id, ...place });
			agora.addChatRoom({ chatRoomId: id, ...place });
			if (many > 0) mute(id, users);
		}
		mute(ids[0], muted);
	},

	/** What arrived since then. */
	report() {
		const requests = [...tencent.requests, ...agora.requests];
		const times = requests.map(({ at }) => at);
		return {
			requests: requests.length,
			turnedAway: tencent.turnedAway + agora.turnedAway,
			malformed: [...tencent.malformed, ...agora.malformed],
			muted: filled.reduce((sum, id) => sum + tencent.mutes(id).size + agora.mutes(id).size, 0),
			firstToLastMs: times.length > 0 ? times.at(-1) - times[0] : 0,
		};
	},

	/**
	 * Members write into a group at a rate, `{ from, text, forged }` each; what became of it, and how long the app
	 * at `url` took to answer. A forged callback is signed with another token.
	 */
	async write({ url, messages, perSecond }) {
		const { callbacks } = tencent;
		callbacks.url = url;
		callbacks.commands = new Set(['Group.CallbackBeforeSendMsg']);
		const began = performance.now();
		const sent = messages.map(async ({ forged, ...message }, i) => {
			await delay(Math.max(0, began + (i * 1000) / perSecond - performance.now()));
			callbacks.token = forged ? 'guessed' : tencent.credentials.callbackToken;
			const outcome = tencent.sendMessage({ groupId: places[0], ...message });
			const callback = callbacks.outbox.sent.at(-1); // signed and on its way
			const { fate } = await outcome;
			return { fate, ms: callback.ms, status: callback.answer?.status };
		});
		return await Promise.all(sent);
	},

	/** Who is muted in the first place. */
	mutedUsers: () => [...tencent.mutes(places[0]).keys()],

	/** By the clock that all processes share. */
	arrivals() {
		return agora.requests.map(({ at, path, turnedAway }) => ({
			at: performance.timeOrigin + at,
			path,
			turnedAway,
		}));
	},
};

const users = ['ann', 'bob'];
function mute(id, userIds) {
	for (const service of [tencent, agora]) {
		for (const user of userIds) service.mute(id, user, 'permanent');
	}
}

process.on('message', async ({ id, name, options }) => {
	process.send({ id, answer: await answers[name](options) });
});
process.on('disconnect', () => process.exit());
const { sdkAppId, identifier, secretKey } = tencent.credentials;
process.send({
	ready: {
		tencent: { url: tencent.url, credentials: tencent.credentials },
		agora: { url: agora.url, credentials: agora.credentials },
		/** What a hand-made workflow sends along: a signature made once, elsewhere. */
		signedQuery: new URLSearchParams({
			sdkappid: sdkAppId,
			identifier,
			usersig: new tencentSignatures.Api(sdkAppId, secretKey).genUserSig(identifier, 86_400),
			random: 4_711,
			contenttype: 'json',
		}).toString(),
	},
});
