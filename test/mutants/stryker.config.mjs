import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Changes the code in many small ways, one at a time: a change that no test notices is a gap in the tests. */
export default {
	testRunner: 'jest',
	jest: { configFile: 'test/mutants/jest.config.js', enableFindRelatedTests: false },
	mutate: [
		'nodes/**/*.ts',
		'credentials/{endpoints,signing}/**/*.ts',
		// Descriptions and tables: what they say is read off the documents, and has tests of its own.
		'!nodes/**/{*.node,description/*,panel,fields,triggerPanel}.ts',
		// What the drop-downs ask for: their tests keep to the one call a second that Tencent's list takes.
		'!nodes/*Chat/dropDowns.ts',
	],
	plugins: ['@stryker-mutator/jest-runner', './test/mutants/sentences.mjs'],
	ignorers: ['sentences'],
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// jest keeps what each run has loaded.
	maxTestRunnerReuse: 150,
	// For mutants that wait for ever; most loops are stopped by their count long before.
	timeoutMS: 10_000,
	thresholds: { high: 95, low: 90, break: 85 },
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { logTests: false, reportTests: false },
	htmlReporter: { fileName: 'artifacts/mutants/report.html' },
	jsonReporter: { fileName: 'artifacts/mutants/report.json' },
	// Outside, so that a run that was broken off leaves nothing for lint and prettier to find.
	tempDirName: join(tmpdir(), 'chat-mute-mutants'),
	cleanTempDir: 'always',
	ignorePatterns: ['.cache', '.github', 'artifacts', 'dist'],
};
