const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Puts many test files into one, since what they take longest for is loading n8n, anew for each of them and each mutant. */
exports.suites = (folder, wanted = /\.test\.ts$/) => {
	const path = join(__dirname, '..', folder);
	for (const file of readdirSync(path).filter((name) => wanted.test(name))) {
		describe(`${folder}/${file}`, () => void require(join(path, file)));
	}
};
