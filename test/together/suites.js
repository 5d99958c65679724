const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Puts many test files into one, since what they take longest for is loading n8n, anew for each of them.
 * @param {(file: string, index: number) => boolean} [wanted]
 */
exports.suites = (folder, wanted = () => true) => {
	const path = join(__dirname, '..', folder);
	const files = readdirSync(path).filter((name) => name.endsWith('.test.ts'));
	for (const file of files.filter(wanted)) {
		describe(`${folder}/${file}`, () => void require(join(path, file)));
	}
};

/** One of the parts that the tests in n8n's engine are run in, so that workers share them. */
exports.enginePart = (part, parts) =>
	exports.suites(
		'engine',
		// That one has an n8n of its own.
		(file, index) => index % parts === part && !file.startsWith('withoutCauses'),
	);
