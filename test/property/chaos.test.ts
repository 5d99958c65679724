import { startSimulator, type Simulator } from '../simulator';
import { chaos, report } from './chaosRun';
import { chatService, faces } from './services';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.stop());

it.each(faces)(
	'%s, %s: of 10,000 users nobody is lost while a tenth of all requests fail',
	async (name, face) => {
		const service = chatService(name, simulator, face);
		const result = await chaos(service, { users: 10_000, share: 0.1, seed: 1, batchSize: 20 });
		report(`Chaos on ${name}, ${face}`, result);
		expect(result.lost).toEqual([]);
		expect(result.wrong).toEqual([]);
		expect(result.turnedAway).toBe(0);
		// Without these the run would prove nothing.
		const kinds = Object.values(result.faults).filter((count) => count > 0).length;
		const injected = Object.values(result.faults).reduce((sum, count) => sum + count, 0);
		expect(kinds).toBeGreaterThan(10);
		expect(injected).toBeGreaterThan(result.requests / 20);
	},
);
