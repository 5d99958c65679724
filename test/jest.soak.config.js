const config = require('./jest.config.js');

process.env.EFFORT ??= '2';

/** The property tests, each tried more often, and runs too long for every day: a few minutes. */
module.exports = {
	...config,
	roots: ['<rootDir>/test/property', '<rootDir>/test/soak'],
	testTimeout: 30 * 60_000,
};
