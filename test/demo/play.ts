import type { Simulator } from '../simulator';
import { performance } from '../support/node';
import { Ledger } from './ledger';
import { everybody } from './scenes/everybody';
import { list } from './scenes/list';
import { notice } from './scenes/notice';
import { report } from './scenes/report';
import { schedule } from './scenes/schedule';
import { sheet } from './scenes/sheet';
import { table as bigTable } from './scenes/table';
import { watch } from './scenes/watch';
import { wholeApp } from './scenes/wholeApp';
import { bold, counted, green, say, seconds, table } from './screen';
import { everywhere, openServices, type Service } from './services';
import { perform, type Result, type Scene } from './stage';

const scenes = [report, notice, bigTable, list, schedule, sheet, everybody, wholeApp, watch];

/** What one scene took on one service. */
interface Line extends Result {
	readonly scene: Scene;
	readonly service: Service;
}

/** All scenes on both services. Throws a Mismatch. */
export async function play(simulator: Simulator): Promise<void> {
	const started = performance.now();
	const lines = await performAll(openServices(simulator));
	saySummary(lines, performance.now() - started);
}

async function performAll(services: readonly Service[]): Promise<Line[]> {
	const ledger = new Ledger(services.flatMap(everywhere));
	const lines: Line[] = [];
	for (const [i, scene] of scenes.entries()) {
		say(`${i + 1}. ${scene.title}`, bold);
		say();
		for (const service of services) {
			const results: Result[] = [];
			for (const step of scene.steps(service, ledger)) results.push(await perform(step, ledger));
			lines.push({ scene, service, ...sum(results) });
		}
	}
	return lines;
}

function sum(results: readonly Result[]): Result {
	return results.reduce((total, { users, requests, oneByOne, turnedAway }) => ({
		users: total.users + users,
		requests: total.requests + requests,
		oneByOne: total.oneByOne + oneByOne,
		turnedAway: total.turnedAway + turnedAway,
	}));
}

function saySummary(lines: readonly Line[], tookMs: number): void {
	const header = ['Scene', '', 'Users', 'Requests', 'One by one', 'Allowed', 'Turned away'];
	const rows = lines.map(({ scene, service, users, requests, oneByOne, turnedAway }) => [
		`${scenes.indexOf(scene) + 1} ${scene.shortTitle}`,
		service.name,
		users === 0 ? 'all' : counted(users),
		counted(requests),
		counted(oneByOne),
		`${service.simulator.settings.requestsPerSecond}/s`,
		counted(turnedAway),
	]);
	const [top, ...rest] = table([header, ...rows], 2);
	say(top, bold);
	for (const line of rest) say(line);
	say();
	const { requests, oneByOne } = sum(lines);
	say(
		`All as asked: ${counted(requests)} requests instead of ${counted(oneByOne)}, in ${seconds(tookMs)}.`,
		green,
	);
}
