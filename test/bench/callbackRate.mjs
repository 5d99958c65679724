import { request, Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { tsImport } from 'tsx/esm/api';
import { signIn } from '../e2e/api.mjs';
import { addressOf, cpuMs, published, quantile } from './asking.mjs';
import { triggerAlone, webhookAlone } from './callbackWorkflows.mjs';
import { startFreshN8n } from './n8nProcess.mjs';

// How many callbacks a second one n8n process takes, some at a time, next to n8n's own Webhook node: by n8n's settings
// of its engine for expressions.

const { tencentSign } = await tsImport('../simulator/callbackSignatures.ts', import.meta.url);

const atATime = 8;
const warmUpMs = 3_000;
const measuredMs = 8_000;

const harmless = 'Nothing to see here';
const forbidden = 'free coins';

const lazy = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };
/** What n8n is started with. */
const settings = {
	'by default': {},
	lazy,
	'lazy, compile cache': { ...lazy, N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true' },
	legacy: { N8N_EXPRESSION_ENGINE: 'legacy' },
};

const workflows = {
	webhook: webhookAlone(),
	trigger: await triggerAlone('triggerAlone'),
	triggerWithRules: await triggerAlone('triggerWithRules', {
		rules: {
			words: 'free coins\ncasino*',
			links: { values: {} },
			flood: { values: {} },
			repeats: { values: {} },
			mentions: { values: {} },
		},
	}),
	triggerWithExpression: await triggerAlone('triggerWithExpression', {
		rules: { words: '={{ ["free coins", "casino*"] }}' },
	}),
};
/** What is sent to whom. */
const asked = {
	webhook: { workflow: workflows.webhook, text: harmless },
	harmless: { workflow: workflows.trigger, text: harmless },
	harmlessByExpression: { workflow: workflows.triggerWithExpression, text: harmless },
	allRules: { workflow: workflows.triggerWithRules, text: harmless },
	blocked: { workflow: workflows.trigger, text: forbidden },
};

export const callbackRate = {
	workflows: Object.values(workflows),

	async run({ userFolder, simulator, say }) {
		const results = {};
		for (const [setting, env] of Object.entries(settings)) {
			// Without the hooks of the other cases, which collect garbage at each execution.
			const n8n = await startFreshN8n(userFolder, { EXTERNAL_HOOK_FILES: '', ...env });
			try {
				const api = await signIn(n8n.url);
				results[setting] = await published(api, Object.values(workflows), async () => {
					const rates = {};
					for (const [name, { workflow, text }] of Object.entries(asked)) {
						say(`callbacks a second, ${setting}, ${name}`);
						const url = addressOf(n8n, workflow);
						await ask(url, text, simulator, warmUpMs);
						const before = await cpuMs(n8n);
						const ms = await ask(url, text, simulator, measuredMs);
						rates[name] = {
							perSecond: (ms.length * 1000) / measuredMs,
							p50Ms: quantile(ms, 0.5),
							p99Ms: quantile(ms, 0.99),
							cpuMs: ((await cpuMs(n8n)) - before) / ms.length,
						};
						await delay(2_000); // the executions that were started are over
					}
					return rates;
				});
			} finally {
				await n8n.stop();
			}
		}
		return results;
	},
};

/** Sends messages, so many at a time, for some time; gives how long each answer took. */
async function ask(url, text, { tencent }, forMs) {
	const agent = new Agent({ keepAlive: true });
	const bodyFrom = (user) =>
		JSON.stringify({
			CallbackCommand: 'Group.CallbackBeforeSendMsg',
			GroupId: 'bench',
			From_Account: `somebody${user}`,
			MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }],
		});
	const ends = performance.now() + forMs;
	const took = [];
	const sender = async () => {
		while (performance.now() < ends) {
			const began = performance.now();
			const body = bodyFrom(took.length);
			const status = await post(`${url}?${signed(tencent.credentials)}`, body, agent);
			if (status !== 200) throw new Error(`n8n answered ${status}`);
			took.push(performance.now() - began);
		}
	};
	await Promise.all(Array.from({ length: atATime }, sender));
	agent.destroy();
	return took;
}

function signed({ sdkAppId, callbackToken }) {
	const RequestTime = String(Math.floor(Date.now() / 1000));
	return new URLSearchParams({
		SdkAppid: String(sdkAppId),
		CallbackCommand: 'Group.CallbackBeforeSendMsg',
		RequestTime,
		Sign: tencentSign(callbackToken, RequestTime),
	});
}

const post = async (url, body, agent) =>
	await new Promise((resolve, reject) => {
		const headers = { 'content-type': 'application/json' };
		const sent = request(url, { method: 'POST', headers, agent }, (response) => {
			response.resume();
			response.once('end', () => resolve(response.statusCode));
		});
		sent.once('error', reject);
		sent.end(body);
	});
