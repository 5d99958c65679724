const config = require('./jest.config.js');

process.env.EFFORT ??= '1';

/** The property tests, each tried as often as its author thought right; `npm test` tries each for a moment. */
module.exports = { ...config, roots: ['<rootDir>/test/property'] };
