const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest goes first: its files are small, so Jest would think it is quick. */
module.exports = class extends Sequencer {
	sort(tests) {
		const isLong = ({ path }) => path.includes('together');
		const sorted = super.sort(tests);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
};
