const { TestEnvironment } = require('jest-environment-node');

/** As runner.js, within a file: the tests after the first that fails are skipped. */
module.exports = class extends TestEnvironment {
	handleTestEvent({ name, test }) {
		if (name === 'test_done') this.failed ||= test.errors.length > 0;
		if (name === 'test_start' && this.failed) test.mode = 'skip';
	}
};
