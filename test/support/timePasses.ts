import { connectInMemory } from './memoryNetwork';
import { VirtualTime } from './virtualTime';

/** No test depends on real time: for all of a file it passes by itself, as soon as everybody waits for it. */

const time = VirtualTime.begin();
const disconnect = connectInMemory();

afterAll(() => {
	time.end();
	disconnect();
});
