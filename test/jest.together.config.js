const config = require('./jest.config.js');

/** All tests, those in n8n's engine in a few files: what `npm test` runs. One file by its name runs with jest.config.js. */
module.exports = {
	...config,
	roots: [...config.roots, '<rootDir>/test/together'],
	testMatch: [
		'**/test/{unit,addresses,property,simulator,package}/**/*.test.ts',
		'**/test/engine/withoutCauses.test.ts',
		'**/test/together/*.test.js',
	],
	testSequencer: '<rootDir>/test/together/sequencer.js',
};
