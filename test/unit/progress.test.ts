import { Progress } from '../../nodes/shared/operations/progress';
import { VirtualTime } from '../support/virtualTime';

/** What a long run tells of itself, in virtual time. */

let time: VirtualTime;

beforeEach(() => {
	time = new VirtualTime();
	time.install();
});
afterEach(() => time.uninstall());

/** What is told of work on so many that takes so long for each, with the second it is told in. */
async function told(total: number, secondsEach: number, work = async () => {}): Promise<string[]> {
	const lines: string[] = [];
	const progress = new Progress('Agora Chat', total, (line) =>
		lines.push(`${Math.round(time.now / 1000)}: ${line}`),
	);
	const all = async () => {
		for (let i = 0; i < total; i++) {
			await time.sleep(secondsEach * 1000);
			progress.advance(1);
		}
		await work();
	};
	await time.pass(progress.watch(all()));
	return lines;
}

it('is nothing in a run of less than ten seconds', async () => {
	expect(await told(9, 1)).toEqual([]);
});

it('is how many of how many, and how long still, every ten seconds', async () => {
	expect(await told(32, 1)).toEqual([
		'10: Agora Chat: 10 of 32 done after 10 s, about 22 s to go',
		'20: Agora Chat: 20 of 32 done after 20 s, about 12 s to go',
		'30: Agora Chat: 30 of 32 done after 30 s, about 2 s to go',
	]);
});

it('has no guess while nothing is done, and minutes where there are many', async () => {
	expect((await told(30, 15)).slice(0, 2)).toEqual([
		'10: Agora Chat: 0 of 30 done after 10 s',
		'20: Agora Chat: 1 of 30 done after 20 s, about 10 min to go',
	]);
});

it('counts what came up on the way', async () => {
	const lines: string[] = [];
	const progress = new Progress('Agora Chat', 1, (line) => lines.push(line));
	progress.advance(1);
	progress.add(99);
	await time.pass(progress.watch(time.sleep(10_500)));
	expect(lines).toEqual(['Agora Chat: 1 of 100 done after 10 s, about 17 min to go']);
});

it('ends with the run, also when that fails', async () => {
	const failing = told(1, 25, async () => await Promise.reject(new Error('cut')));
	await expect(failing).rejects.toThrow('cut');
	const lines = await told(1, 1);
	await time.pass(time.sleep(60_000));
	expect(lines).toEqual([]);
});
