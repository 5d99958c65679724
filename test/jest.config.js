/** @type {import('jest').Config} */
module.exports = {
	rootDir: '..',
	roots: ['unit', 'engine', 'addresses', 'property', 'simulator', 'package'].map(
		(name) => `<rootDir>/test/${name}`,
	),
	testEnvironment: 'node',
	setupFiles: ['environment', 'loopbackOnly'].map((name) => `<rootDir>/test/support/${name}.js`),
	setupFilesAfterEnv: ['<rootDir>/test/support/timePasses.ts'],
	// Types are checked once by `npm run types`, not again for every test file.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	maxWorkers: 2,
	// What n8n loads stays in memory, file after file: a worker that grew large takes longer to end than Jest waits.
	workerIdleMemoryLimit: '500MB',
	// No test fails for being slow; one that hangs still ends.
	testTimeout: 10 * 60_000,
};
