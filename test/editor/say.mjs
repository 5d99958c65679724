const terminal = process.stdout;
let passingLine = false;

/**
 * Prints a line. A passing one ("1,200 of 2,283 packages") is overwritten by the next on a
 * terminal; in a log file it is a line like any other.
 */
export function say(text = '', { passing = false } = {}) {
	if (passingLine) terminal.write('\r\x1b[K');
	passingLine = passing && terminal.isTTY;
	terminal.write(passingLine ? text.slice(0, terminal.columns - 1) : `${text}\n`);
}

/**
 * Waits for `work` and says meanwhile that it goes on: nobody should wonder whether it hangs.
 * @template T
 * @param {string} what
 * @param {Promise<T>} work
 * @param {{ log?: typeof say, detail?: () => string }} [options]
 * @returns {Promise<T>}
 */
export async function sayWhile(what, work, { log = say, detail = () => '' } = {}) {
	const began = Date.now();
	const line = () => `  ${what} … ${clock(Date.now() - began)}${detail()}`;
	log(line(), { passing: true });
	const timer = setInterval(() => log(line(), { passing: true }), terminal.isTTY ? 1000 : 5000);
	try {
		const result = await work;
		log(`  ${what}: done in ${clock(Date.now() - began)}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

/** Minutes and seconds: 65,000 ms is "1:05". */
const clock = (ms) =>
	`${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;
