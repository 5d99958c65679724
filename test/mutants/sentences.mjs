const SENTENCE = /^[A-Z].* /s;

/** Sentences for people are not mutated: all that a test of one could do is repeat it. */
export const strykerPlugins = [
	{
		kind: 'Ignore',
		name: 'sentences',
		value: {
			shouldIgnore: (path) =>
				path.isStringLiteral() && SENTENCE.test(path.node.value) ? 'a sentence' : undefined,
		},
	},
];
