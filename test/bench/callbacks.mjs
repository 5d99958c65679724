import { setTimeout as delay } from 'node:timers/promises';
import { addressOf, cpuMs, published, quantile } from './asking.mjs';
import { signIn } from '../e2e/api.mjs';
import { handMade, triggerAndMute, webhookAlone } from './callbackWorkflows.mjs';
import { startFreshN8n } from './n8nProcess.mjs';

// A service asks about messages before they are sent: our trigger, n8n's own Webhook node and the workflow that was
// made by hand before there was a trigger answer, in turns, in one n8n.

const perSecond = 5;
const turns = 10;
const messagesATurn = 25;
/** What goes on behind an answer is over by then. */
const settledMs = 1_500;

const asked = {
	trigger: await triggerAndMute(),
	webhook: webhookAlone(),
	handMade: await handMade(),
};

export const callbacks = {
	workflows: Object.values(asked),

	async run({ userFolder, simulator, say }) {
		// Without the hooks of the other cases, which collect garbage at each execution.
		const n8n = await startFreshN8n(userFolder, { EXTERNAL_HOOK_FILES: '' });
		const api = await signIn(n8n.url);
		try {
			await simulator.reset({ limited: true });
			return await published(api, Object.values(asked), async () => {
				say('callbacks, a thousand');
				const mixed = await sendMixed(n8n, api, simulator);
				return { mixed, ...(await inTurns(n8n, api, simulator, say)) };
			});
		} finally {
			await n8n.stop();
		}
	},
};

/** 1,000 messages: a tenth has a forbidden word, a tenth is forged, half of those with the word. */
async function sendMixed(n8n, api, simulator) {
	const kinds = Array.from({ length: 1_000 }, (_, i) => ({
		from: `user${i}`,
		text: i % 10 === 3 || i % 20 === 7 ? `Message ${i}: ＣASINO` : `Message ${i}: hello`,
		forged: i % 10 === 7,
	}));
	const isForbidden = ({ forged, text }) => !forged && !text.endsWith('hello');
	const outcomes = await simulator.write({
		url: addressOf(n8n, asked.trigger),
		messages: kinds,
		perSecond,
	});
	const forbidden = kinds.filter(isForbidden);
	for (const late = Date.now() + 30_000; Date.now() < late; await delay(200)) {
		if ((await simulator.mutedUsers()).length >= forbidden.length) break;
	}
	await delay(settledMs);
	const muted = new Set(await simulator.mutedUsers());
	const held = outcomes.map(({ fate }) => fate === 'blocked');
	const wrong = (isSo) => kinds.filter((kind, i) => isSo(kind, i) !== isForbidden(kind)).length;
	return {
		messages: kinds.length,
		forbidden: forbidden.length,
		forged: kinds.filter(({ forged }) => forged).length,
		refused: outcomes.filter(({ status }) => status === 401).length,
		held: held.filter(Boolean).length,
		muted: muted.size,
		wronglyHeld: wrong((_, i) => held[i]),
		wronglyMuted: wrong(({ from }) => muted.has(from)),
		started: await api.countExecutions(asked.trigger.id),
	};
}

async function inTurns(n8n, api, simulator, say) {
	const atRest = await cpuAtRest(n8n);
	const samples = {};
	for (const [name, workflow] of Object.entries(asked)) {
		await oneTurn(n8n, simulator, workflow, atRest); // what is slow the first time only
		samples[name] = { ms: [], cpuMs: 0, before: await api.countExecutions(workflow.id) };
	}
	for (let turn = 1; turn <= turns; turn++) {
		for (const [name, workflow] of Object.entries(asked)) {
			say(`callbacks, ${name}, turn ${turn}`);
			const { ms, cpuMs } = await oneTurn(n8n, simulator, workflow, atRest);
			samples[name].ms.push(...ms);
			samples[name].cpuMs += cpuMs;
		}
	}
	const results = {};
	for (const [name, { ms, cpuMs, before }] of Object.entries(samples)) {
		results[name] = {
			messages: ms.length,
			p50Ms: quantile(ms, 0.5),
			p99Ms: quantile(ms, 0.99),
			cpuMs: cpuMs / ms.length,
			started: (await api.countExecutions(asked[name].id)) - before,
		};
	}
	return results;
}

async function oneTurn(n8n, simulator, workflow, atRest) {
	const messages = Array.from({ length: messagesATurn }, (_, i) => ({
		from: 'somebody',
		text: `Nothing to see here, ${i}`,
	}));
	const before = await cpuMs(n8n);
	const began = performance.now();
	const outcomes = await simulator.write({ url: addressOf(n8n, workflow), messages, perSecond });
	await delay(settledMs);
	const took = performance.now() - began;
	if (outcomes.some(({ status }) => status !== 200))
		throw new Error(`${workflow.id} did not answer`);
	return {
		ms: outcomes.map(({ ms }) => ms),
		cpuMs: (await cpuMs(n8n)) - before - atRest * took,
	};
}

/** For each millisecond. */
async function cpuAtRest(n8n) {
	const restMs = 5_000;
	const before = await cpuMs(n8n);
	await delay(restMs);
	return ((await cpuMs(n8n)) - before) / restMs;
}
