import { fold } from '../characters';
import { objectOr } from '../values';
import { count, ruleField, valuesIn } from './numbers';
import { defineRule } from './rule';

/** "gg", "哈哈", "ok thanks": what is said by many and often. */
const FEWEST_LETTERS = 8;
const LETTER = /\p{L}/gu;
/** As UI kits put them into a text: `[TUIEmoji_Smile]`, `[):]`, `[:-o]`. */
const EMOJI_CODE = /\[tuiemoji_\w+\]|\[(?=[^\]]{0,2}[^\p{L}\p{N}\]])[^\][]{2,3}\]/gu;

const timesOf = (byDefault: number) =>
	count(
		{
			displayName: 'Times',
			name: 'times',
			description: 'How often the same text in a place is fine; by anybody, from how many users',
		},
		byDefault,
		100,
	);
const byUser = timesOf(3);
/** A raid: other users, one text. */
const byAnybody = timesOf(10);
const seconds = count(
	{
		displayName: 'Seconds',
		name: 'seconds',
		description: 'Within how many seconds they are counted',
	},
	60,
	3600,
);

interface Values {
	isByAnybody: boolean;
	times: number;
	windowMs: number;
}

/** The same text again and again, by one user or by many. */
export const repeats = defineRule<Values>({
	name: 'repeats',
	field: ruleField(
		{
			displayName: 'Repeats',
			name: 'repeats',
			description:
				'The same typed text more often in a place than that, however it is written; texts under 8 letters do not count. The workflow is started once for each user and place in that time, or once for the place.',
		},
		[
			{
				displayName: 'By',
				name: 'by',
				type: 'options',
				options: [
					{ name: 'Anybody', value: 'anybody', description: 'So many different users: a raid' },
					{ name: 'User', value: 'user', description: 'One user so often' },
				],
				default: 'user',
				description: 'Whose texts are counted together',
			},
			{ ...byUser.field, displayOptions: { show: { by: ['user'] } } },
			{ ...byAnybody.field, displayOptions: { show: { by: ['anybody'] } } },
			seconds.field,
		],
	),
	read: (value) => {
		const values = valuesIn(value);
		const isByAnybody = objectOr(values).by === 'anybody';
		return {
			isByAnybody,
			times: (isByAnybody ? byAnybody : byUser).read(values),
			windowMs: seconds.read(values) * 1000,
		};
	},
	check: (value) => {
		for (const { check } of [byUser, seconds]) check(valuesIn(value));
	},
	counts: true,
	judge: ({ message, counts }, { isByAnybody, times: most, windowMs }) => {
		const { place, senderId, typed, atMs, isPrivate } = message;
		// Nobody else can see what somebody writes to somebody.
		if (senderId === undefined || (isByAnybody && isPrivate)) return undefined;
		const text = gist(typed);
		if ((text.match(LETTER) ?? []).length < FEWEST_LETTERS) return undefined;
		const of = isByAnybody ? [place] : [place, senderId];
		const who = isByAnybody ? senderId : undefined;
		const times = counts.add(['said', ...of, text], atMs, windowMs, most, who);
		if (times <= most) return undefined;
		return {
			text: typed,
			isFurther: !counts.isFirst(['started', ...of], atMs, windowMs),
		};
	},
});

/** What is left of a text that two of them may be told apart by: it reads the same, with each letter and sign once in a row. */
export function gist(typed: string): string {
	// In Turkish `I` is the capital of another letter: for telling texts apart that is of no use.
	const text = fold(typed).replace(/I/g, 'i').replace(EMOJI_CODE, '');
	let last = '';
	let left = '';
	for (const character of text) {
		if (character !== last) left += character;
		last = character;
	}
	return left.trim();
}
