import { objectOr } from '../values';
import { count, ruleField, valuesIn } from './numbers';
import { defineRule } from './rule';

const mentionCount = count(
	{
		displayName: 'Mentions',
		name: 'mentions',
		description: 'How many mentions in one message are fine',
	},
	5,
	100,
);

/** `@ann`, where a name can begin; an e-mail address has none. */
const NAME = /(?<![^\s])[@＠](?=\S)/gu;
const ALL =
	/(?<![^\s])[@＠](?:all|everyone|everybody|here|channel|所有人|全体成员|全員|全体)(?![\p{L}\p{N}])/iu;

interface Values {
	mentions: number;
	everyone: boolean;
}

/** Many users called at once. */
export const mentions = defineRule<Values>({
	name: 'mentions',
	field: ruleField(
		{
			displayName: 'Mentions',
			name: 'mentions',
			description:
				"More mentions in one message than that: by the service's own list, or @ before a name in the text, whatever is more",
		},
		[
			mentionCount.field,
			{
				displayName: 'Everyone',
				name: 'everyone',
				type: 'boolean',
				default: false,
				description: 'Whether any mention of all is one too many',
			},
		],
	),
	read: (value) => {
		const values = valuesIn(value);
		return { mentions: mentionCount.read(values), everyone: objectOr(values).everyone === true };
	},
	check: (value) => mentionCount.check(valuesIn(value)),
	judge: ({ message }, { mentions: most, everyone }) => {
		const { typed, mentioned, mentionsAll } = message;
		const times = Math.max(mentioned, (typed.match(NAME) ?? []).length);
		const isCaught = times > most || (everyone && (mentionsAll || ALL.test(typed)));
		return isCaught ? { text: String(times) } : undefined;
	},
});
