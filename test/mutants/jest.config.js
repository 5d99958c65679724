const config = require('../jest.config.js');

/** The unit tests, then those in n8n's engine: quick to notice a mutant, while the others take minutes and notice few more. */
module.exports = {
	...config,
	rootDir: '../..',
	roots: ['<rootDir>/test/mutants'],
	runner: '<rootDir>/test/mutants/runner.js',
	testEnvironment: require.resolve('./environment.js'),
	// On a busy machine a slow test is not one that noticed a mutant.
	testTimeout: 30_000,
};
