import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { printFigures, trafficOf } from './figures.mjs';
import { called, calls, ended, everybody, outcomesOf, start, usersOf } from './muting.mjs';
import { mute, nodes, place, reset } from './places.mjs';
import { api, n8n, setRates, simulator } from './stage.mjs';

// A hundred executions of a thousand users each, at the same time, on both services; these allow all workers together
// what one app may do. In the middle a worker is killed, and what fails by that is started again.

const { tencent, agora } = simulator;
const services = [tencent, agora];
/** 500 users in a request to Tencent, 60 in one to Agora. */
const halfOfTheRequests = (calls.length * (2 + 17)) / 2;
const figures = [];

for (const { title, parts } of [
	{ title: 'Each worker set to the whole rate', parts: 1 },
	{ title: 'Each worker set to a third of it', parts: 3 },
]) {
	describe(title, { timeout: 1_800_000 }, () => {
		let first, again;
		/** What both nodes put out, in all executions that succeeded. */
		let rows;

		before(async () => {
			await n8n.complete();
			await setRates((allowed) => Math.floor(allowed / parts));
			reset();
			const workflow = await api.call(
				'POST',
				'workflows',
				called(title, nodes.tencent({ parameters: mute }), nodes.agora({ parameters: mute })),
			);
			await api.publish(workflow.id, async () => {
				await start(workflow, calls);
				await arrived(halfOfTheRequests);
				await n8n.killWorker();
				first = await outcomesOf(await ended(workflow, calls.length));
				const traffic = services.map(trafficOf);
				const done = usersIn(first.rows.Agora);
				const failed = calls.filter((call) => !done.has(usersOf(call)[0]));
				await start(workflow, failed);
				again = await outcomesOf(await ended(workflow, failed.length, first.executions));
				rows = [
					[...first.rows.Tencent, ...again.rows.Tencent],
					[...first.rows.Agora, ...again.rows.Agora],
				];
				figures.push({
					title,
					failed: first.failed.length,
					withoutOutcome: rows.map((list) => missingIn(usersIn(list))),
					lost: services.map((service) => missingIn(service.mutes(place))),
					traffic,
				});
			});
		});

		test('executions of the worker that was killed fail, and no others', () => {
			assert.ok(first.failed.length > 0);
			// One that it had just taken is not in its log yet, but in no other's either.
			for (const { id } of first.failed) {
				assert.ok(!n8n.workers.some(({ hasStarted }) => hasStarted(id)), `execution ${id}`);
			}
		});

		test('started again, they succeed', () => {
			assert.equal(again.executions.length, first.failed.length);
			assert.deepEqual(again.failed, []);
		});

		test('every user has an outcome of each service, and one alone', () => {
			assert.deepEqual(figures.at(-1).withoutOutcome, [0, 0]);
			for (const list of rows) {
				assert.equal(list.length, everybody.length);
				assert.ok(list.every(({ muted, permanent }) => muted && permanent));
			}
		});

		test('both services have muted everybody, and nobody else', () => {
			assert.deepEqual(figures.at(-1).lost, [0, 0]);
			for (const service of services) {
				const mutes = service.mutes(place);
				assert.equal(mutes.size, everybody.length);
				assert.ok([...mutes.values()].every((end) => end === 'permanent'));
				assert.deepEqual(service.malformed, []);
			}
		});
	});
}

after(() => printFigures(figures));

/** Waits until so many requests have arrived. */
async function arrived(count) {
	while (tencent.requests.length + agora.requests.length < count) await delay(50);
}

const usersIn = (rows) => new Set(rows.map(({ userId }) => userId));

const missingIn = (users) => everybody.filter((user) => !users.has(user)).length;
