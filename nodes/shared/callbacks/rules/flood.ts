import { count, ruleField, valuesIn } from './numbers';
import { defineRule } from './rule';

const messages = count(
	{
		displayName: 'Messages',
		name: 'messages',
		description: 'How many messages of one user in a place are fine',
	},
	5,
	100,
);
const seconds = count(
	{
		displayName: 'Seconds',
		name: 'seconds',
		description: 'Within how many seconds they are counted',
	},
	5,
	3600,
);

/** Many messages of one user in a place, whatever is in them. */
export const flood = defineRule<{ messages: number; windowMs: number }>({
	name: 'flood',
	field: ruleField(
		{
			displayName: 'Flood',
			name: 'flood',
			description:
				'More messages of one user in a place than that. The workflow is started once for each user and place in that time; what is caught further gets the answer alone.',
		},
		[messages.field, seconds.field],
	),
	read: (value) => {
		const values = valuesIn(value);
		return { messages: messages.read(values), windowMs: seconds.read(values) * 1000 };
	},
	check: (value) => {
		for (const { check } of [messages, seconds]) check(valuesIn(value));
	},
	counts: true,
	judge: ({ message, counts }, { messages: most, windowMs }) => {
		const { place, senderId, atMs } = message;
		if (senderId === undefined) return undefined;
		const of = [place, senderId];
		const times = counts.add(['said', ...of], atMs, windowMs, most);
		if (times <= most) return undefined;
		return {
			text: String(times),
			isFurther: !counts.isFirst(['started', ...of], atMs, windowMs),
		};
	},
});
