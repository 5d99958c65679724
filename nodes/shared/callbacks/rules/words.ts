import { isMissing } from '../../input/ids';
import { listed } from '../values';
import { wordListOf } from '../wordList';
import { defineRule } from './rule';

/** Any of some words, as {@link WordList} finds them. */
export const words = defineRule<string | string[]>({
	name: 'words',
	field: {
		displayName: 'Words',
		name: 'words',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. spam\nbuy now\nscam*',
		description:
			'Words and phrases, one a line or separated by commas. Case, full-width letters and hidden characters make no difference; * stands for the rest of a word.',
	},
	// Of an array each element is one word, whatever it holds.
	read: (value) => {
		if (Array.isArray(value)) return listed(value);
		return isMissing(value) ? '' : String(value);
	},
	judge: ({ text }, list) => {
		const word = wordListOf(list).find(text);
		return word === undefined ? undefined : { text: word };
	},
});
