import { startSimulator, type Simulator } from '../simulator';
import { chaos, report } from '../property/chaosRun';
import { chatService, faces } from '../property/services';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.stop());

const sizes = [
	{ users: 100_000, share: 0.1, seed: 2, batchSize: 60 },
	{ users: 10_000, share: 0.3, seed: 3, batchSize: 20 },
	{ users: 10_000, share: 0.1, seed: 4, batchSize: 20 },
];

it.each(faces.flatMap(([name, face]) => sizes.map((size) => ({ name, face, ...size }))))(
	'$name, $face: of $users users nobody is lost while $share of all requests fail, seed $seed',
	async ({ name, face, ...size }) => {
		const result = await chaos(chatService(name, simulator, face), size);
		report(`Chaos on ${name}, ${face}`, result);
		expect(result.lost).toEqual([]);
		expect(result.wrong).toEqual([]);
		expect(result.turnedAway).toBe(0);
	},
);
