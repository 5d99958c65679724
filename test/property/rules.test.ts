import fc from 'fast-check';

import type { Message } from '../../nodes/shared/callbacks/callbackService';
import { judge, readRules } from '../../nodes/shared/callbacks/rules/rules';
import { runs } from './effort';

/** Whoever writes what, where and when: it is caught exactly when a plain list of all messages says so. */

interface Said {
	user: string;
	place: string;
	text: string;
	/** Milliseconds after the message before. */
	after: number;
	isEdit: boolean;
}

/** Each reads like no other of them; those of a line read the same. */
const texts = [
	['Buy coins now', 'BUY  COINS NOW', 'Ｂｕｙ cooooins now'],
	['Join our server', 'join our server', 'Join\u200b our server'],
	['gg'],
	['What a lovely evening'],
];
const lineOf = (text: string) => texts.findIndex((line) => line.includes(text));
const SHORT = lineOf('gg');

const messages = fc.array(
	fc.record<Said>({
		user: fc.constantFrom('ann', 'bob', 'cy', 'dot'),
		place: fc.constantFrom('lobby', 'lounge'),
		text: fc.constantFrom(...texts.flat()),
		after: fc.oneof(fc.nat({ max: 1500 }), fc.constantFrom(0, 10_000)),
		isEdit: fc.constantFrom(false, false, false, true),
	}),
	{ maxLength: 80 },
);
const settings = fc.record({
	messages: fc.integer({ min: 1, max: 6 }),
	floodSeconds: fc.integer({ min: 1, max: 8 }),
	times: fc.integer({ min: 1, max: 4 }),
	repeatSeconds: fc.integer({ min: 1, max: 8 }),
	by: fc.constantFrom('user', 'anybody'),
	/** The clock may stand far back, or far ahead. */
	from: fc.constantFrom(0, 1_800_000_000_000, -5_000_000),
});

let run = 0;

it('floods and repeats are caught, and start once in a window, as the list says', () => {
	fc.assert(
		fc.property(messages, settings, (list, set) => {
			const { messages: most, times, by } = set;
			const windows = { flood: set.floodSeconds * 1000, repeats: set.repeatSeconds * 1000 };
			const rules = readRules({
				flood: { values: { messages: most, seconds: set.floodSeconds } },
				repeats: { values: { times, seconds: set.repeatSeconds, by } },
			});
			const scope = [`run ${run++}`];
			const before: Array<Said & { at: number }> = [];
			const starts = new Map<string, number>();
			let at = set.from;
			for (const said of list) {
				at += said.after;
				const found = judge(messageOf(said, at), said.text, rules, scope);
				if (said.isEdit) {
					expect(found).toBeUndefined();
					continue;
				}
				before.push({ ...said, at });
				const within = (windowMs: number) =>
					before.filter((one) => one.place === said.place && one.at > at - windowMs);
				const ofUser = within(windows.flood).filter(({ user }) => user === said.user);
				const same = within(windows.repeats).filter(
					({ text }) => lineOf(text) === lineOf(said.text),
				);
				const repeated =
					by === 'anybody'
						? new Set(same.map(({ user }) => user)).size
						: same.filter(({ user }) => user === said.user).length;
				const caught = [
					...(ofUser.length > most ? ['flood'] : []),
					...(repeated > times && lineOf(said.text) !== SHORT ? ['repeats'] : []),
				];
				expect(found?.matchedRule).toBe(caught[0]);

				const further = caught.map((rule) => {
					const who = rule === 'repeats' && by === 'anybody' ? '' : said.user;
					const key = JSON.stringify([rule, said.place, who]);
					const last = starts.get(key) ?? -Infinity;
					const isFurther = last > at - windows[rule as keyof typeof windows];
					if (!isFurther) starts.set(key, at);
					return isFurther;
				});
				expect(found?.isFurther ?? false).toBe(further.includes(true));
			}
		}),
		{ numRuns: runs(400) },
	);
});

it('no text of any kind makes a rule fail, and what is told of it is short', () => {
	const rules = readRules({
		words: 'spam\nfree coins',
		links: { values: { allowedDomains: 'example.com' } },
		flood: { values: {} },
		repeats: { values: {} },
		mentions: { values: { everyone: true } },
	});
	const odd = fc.array(
		fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom(
				'https://',
				'@',
				'[',
				']',
				'.com',
				'\ud800',
				'\u0301',
				'xn--',
				'%',
				'\\',
				'你',
				'"',
			),
		),
		{ maxLength: 20 },
	);
	fc.assert(
		fc.property(odd, (parts) => {
			const text = parts.join('');
			const message = messageOf({ user: text, place: text, text, after: 0, isEdit: false }, 0);
			const found = judge(message, text, rules, [`run ${run++}`]);
			expect(found?.matchedText.length ?? 0).toBeLessThanOrEqual(200);
		}),
		{ numRuns: runs(4000) },
	);
});

const messageOf = ({ user, place, text, isEdit }: Said, atMs: number): Message => ({
	typed: text,
	linkable: text,
	mentioned: 0,
	mentionsAll: false,
	place,
	isPrivate: false,
	senderId: user,
	atMs,
	isEdit,
});
