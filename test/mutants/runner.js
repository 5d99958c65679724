const { default: TestRunner } = require('jest-runner');

/** The first test that notices a mutant is enough: files that come later are not loaded. */
module.exports = class extends TestRunner {
	async runTests(tests, watcher, options) {
		let noticed = false;
		this.on('test-file-success', ([, { numFailingTests }]) => {
			noticed ||= numFailingTests > 0;
		});
		for (const test of [...tests].sort((a, b) => a.path.localeCompare(b.path))) {
			if (!noticed) await super.runTests([test], watcher, options);
		}
	}
};
