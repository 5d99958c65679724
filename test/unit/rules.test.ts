import fc from 'fast-check';

import type { Message } from '../../nodes/shared/callbacks/callbackService';
import { Counter } from '../../nodes/shared/callbacks/rules/counting';
import { linksIn } from '../../nodes/shared/callbacks/rules/links';
import { gist } from '../../nodes/shared/callbacks/rules/repeats';
import { checkRules, judge, readRules } from '../../nodes/shared/callbacks/rules/rules';
import { withoutPictures } from '../../nodes/shared/callbacks/pictures';
import { process } from '../support/node';

/** What each rule catches, and what it does not. */

let scope = 0;
beforeEach(() => scope++);

const said = (typed: string, more: Partial<Message> = {}): Message => ({
	typed,
	linkable: typed,
	mentioned: 0,
	mentionsAll: false,
	place: 'lobby',
	isPrivate: false,
	senderId: 'ann',
	atMs: 0,
	isEdit: false,
	...more,
});

/** What catches a message: `links: example.com`. */
function caught(rules: object, message: Message, text = message.typed): string | undefined {
	const found = judge(message, text, readRules(rules), [String(scope)]);
	return found && `${found.matchedRule}: ${found.matchedText}`;
}

const any = { links: { values: {} } };
const mine = { links: { values: { allowedDomains: 'example.com, münchen.de' } } };

describe('Links', () => {
	it.each([
		...['https://evil.com', 'see http://evil.com/x?y=1 now', 'HTTPS://EVIL.COM', 'www.evil.de'],
		...[
			'evil.com',
			'Evil.Com!',
			'(evil.net)',
			'evil.xyz/',
			't.me/x',
			'youtu.be/abc',
			'ｅｖｉｌ．ｃｏｍ',
		],
		...[
			'evil。com',
			'evil｡com',
			'ev\u200bil.c\u00adom',
			'hxxp://evil.example',
			'hxxps://evil[.]org',
		],
		...['evil[.]com', 'evil (.) com', 'evil{dot}com', 'http[:]//evil.com', 'evil.com:8080'],
		...['http://1.2.3.4/x', 'http://[::1]/', 'https://xn--mnchen-3ya.de', 'https://münchen.de'],
		...['看看evil.com吧', 'ftp://evil.com', 'tg://join?x', 'https:\\\\evil.com', 'пример.com'],
		...['https://good.com@evil.com', 'evil.gg/abc', 'a.b.c.evil.shop'],
	])('%s is one', (text) => {
		expect(caught(any, said(text))).toMatch(/^links: /);
	});

	it.each([
		...['hello', 'gg', '哈哈', '4.5/5', '3.14', 'report.txt', 'photo.jpg', 'v1.2.3', '10.30 pm'],
		...[
			'ann@example.com',
			'first.last@mail.example.org',
			'e.g. this',
			'and/or',
			'Hi.There',
			'a.m./p.m.',
		],
		...[
			'U.S./UK',
			'wait...what',
			'no.1',
			'1.000.000',
			'ok.thanks',
			'sehr gut.Danke',
			'好的。谢谢',
			'1.2.3.4',
		],
		...[
			'C++/C#',
			'@ann',
			'::',
			'[.]',
			'(.)',
			'www',
			'www.',
			'http',
			'https://',
			'x.commerce',
			'a..com',
		],
	])('%s is none', (text) => {
		expect(caught(any, said(text))).toBeUndefined();
	});

	it.each([
		...[
			'https://example.com/x',
			'example.com',
			'www.example.com',
			'chat.example.com/y',
			'EXAMPLE.COM',
		],
		...[
			'https://example.com:443',
			'https://user@example.com/',
			'https://münchen.de',
			'xn--mnchen-3ya.de/x',
		],
		...[
			'看看example.com吧',
			'https://example.com，好',
			'https://example.com.',
			'https://example.com你好',
		],
		...['https://example.com/evil.com', 'example.com/evil.net', 'https://example.com?u=evil.com'],
	])('%s may be allowed', (text) => {
		expect(caught(mine, said(text))).toBeUndefined();
	});

	it.each([
		...['notexample.com', 'https://example.com.evil.com', 'https://example.com@evil.com'],
		...[
			'https://example.com%2f.evil.com',
			'https://evil.com/example.com',
			'https://evil.com#example.com',
		],
		...[
			'https://evil.com\\@example.com',
			'https://exаmple.com',
			'example.com.ru',
			'https://examplе.com',
		],
		...[
			'https://example.com你.evil.com',
			'https://evil.com?example.com',
			'exam\u200bple.com evil.net',
		],
	])('%s is another than those that are allowed', (text) => {
		expect(caught(mine, said(text))).toMatch(/^links: /);
	});

	it('of several, the first that is not allowed is told', () => {
		expect(caught(mine, said('https://example.com/a and evil.net/b, evil.org'))).toBe(
			'links: evil.net/b',
		);
	});

	it('allowed domains may be an array, and have schemes and stars', () => {
		const allowedDomains = ['https://Example.com/', '*.good.org', '', null];
		const rules = { links: { values: { allowedDomains } } };

		expect(caught(rules, said('example.com and www.good.org'))).toBeUndefined();
		expect(caught(rules, said('good.org.evil.com'))).toBe('links: good.org.evil.com');
	});

	it.each([
		['ASCII', 'a.'.repeat(130)],
		['Unicode', `${'你'.repeat(260)}.`],
	])('a name that is longer than any is not allowed: %s', (_, start) => {
		expect(caught(mine, said(`http://${start}example.com`))).toMatch(/^links: /);
		expect(caught(mine, said(`http://${start.slice(-40)}example.com`))).toBeUndefined();
	});

	it.each([
		[
			'one label',
			`http://${Array.from({ length: 600_000 }, (_, i) => String.fromCodePoint(0x4e00 + (i % 20_000))).join('')}.com`,
		],
		['backslashes', `"${'\\'.repeat(300_000)}x"`],
	])('costs as much as it is long: %s', (_, text) => {
		const from = process.cpuUsage().user;
		expect(withoutPictures(text)).toBe(text);
		caught(mine, said(text));
		// Not a matter of how fast the machine is: squares take a minute.
		expect(process.cpuUsage().user - from).toBeLessThan(20_000_000);
	});

	it('what is no domain fails at publishing', () => {
		expect(() => checkRules({ links: { values: { allowedDomains: '///' } } })).toThrow('Allowed');
		expect(() => checkRules(mine)).not.toThrow();
		expect(() => checkRules({ links: { values: { allowedDomains: '={{ 1 }}' } } })).not.toThrow();
	});

	it.each([
		['a picture', '{"img":"https://files.example/a.png"}', ''],
		['with a query', '{"img":"https:\\/\\/files.example\\/a.JPG?x=1"}', ''],
		['an avatar', '{"avatarURL":"https://files.example/132"}', ''],
		['in JSON in JSON', '{"d":"{\\"faceUrl\\":\\"https://files.example/1\\"}"}', ''],
		['nothing else', 'https://files.example/a.webp', ''],
		['a link', '{"link":"https://evil.com/x"}', 'evil.com'],
		['a picture and more', '{"t":"see https://evil.com/a.png"}', 'evil.com'],
	])('in a custom message, %s', (_, data, link) => {
		const found = [...linksIn(withoutPictures(data))].map(({ text }) => text).join();

		expect(found).toContain(link);
		if (link === '') expect(found).toBe('');
	});

	it('are found in any text in time that grows with its size alone', () => {
		const parts = [
			'a.com',
			'你',
			'@',
			'.',
			'http://',
			'x',
			' ',
			'\\',
			'"',
			'[',
			':',
			'www.',
			'.co',
			'-',
			'%',
			'example.com',
			'。',
		];
		const long = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(long, (cycle) => {
				const text = cycle.join('').repeat(Math.ceil(30_000 / cycle.join('').length));
				const from = process.cpuUsage().user;
				for (const { hosts } of linksIn(text)) expect(hosts.length).toBeLessThan(3);
				// Not a matter of how fast the machine is: squares take minutes.
				expect(process.cpuUsage().user - from).toBeLessThan(20_000_000);
			}),
			{ numRuns: 8 },
		);
	});
});

describe('Mentions', () => {
	const rules = { mentions: { values: {} } };
	const six = '@a @b @c\n@d\t@e @f';

	it.each([
		[six, {}, 'mentions: 6'],
		['@a @b @c @d @e', {}, undefined],
		['a@b c@d e@f g@h i@j k@l', {}, undefined],
		['@ @ @ @ @ @ @', {}, undefined],
		['hi', { mentioned: 6 }, 'mentions: 6'],
		['@a', { mentioned: 5 }, undefined],
		[six, { mentioned: 1 }, 'mentions: 6'],
		['@all', {}, undefined],
	])('%j with %j', (text, more, result) => {
		expect(caught(rules, said(text, more))).toBe(result);
	});

	it.each(['@all', 'hey @Everyone!', '@所有人 快来', '@here', '＠all'])(
		'of all, where that is asked for: %s',
		(text) => {
			const everyone = { mentions: { values: { everyone: true } } };

			expect(caught(everyone, said(text))).toMatch(/^mentions/);
			expect(caught(everyone, said('hi', { mentionsAll: true }))).toMatch(/^mentions/);
			expect(caught(everyone, said('@allan @hereby mall@all.org'))).toBeUndefined();
		},
	);
});

describe('Repeats', () => {
	it.each([
		['Buy coins now!', 'BUY   coins now!!!!'],
		['Buy coins now!', 'Ｂｕｙ ｃｏｉｎｓ ｎｏｗ！'],
		['Buy coins now', 'B\u200buy c\u00adoins n\u2060ow'],
		['Buy coins now', 'Buuuuy cooooins nowwww'],
		['Buy coins now', 'Buy coins now [TUIEmoji_Smile][):]'],
		['加微信领红包送金币', '加微信领红包送金币。'.slice(0, -1)],
	])('%j reads as %j', (one, other) => {
		expect(gist(other)).toBe(gist(one));
	});

	it('the fourth of one text in a minute is one too many, and others are not', () => {
		const rules = { repeats: { values: {} } };
		const results = [
			'Buy coins now',
			'BUY COINS NOW',
			'hello there friends',
			'buy coins now!',
			'Buy coins now',
		].map((text, i) => caught(rules, said(text, { atMs: i * 1000 })));

		expect(results).toEqual([undefined, undefined, undefined, undefined, undefined]);
		expect(caught(rules, said('Buy  coins  now', { atMs: 6000 }))).toBe('repeats: Buy  coins  now');
		expect(caught(rules, said('Buy coins now', { atMs: 6000, senderId: 'bob' }))).toBeUndefined();
		expect(caught(rules, said('Buy coins now', { atMs: 6000, place: 'other' }))).toBeUndefined();
		expect(caught(rules, said('Buy coins now', { atMs: 99_000 }))).toBeUndefined();
	});

	it.each([
		'gg',
		'哈哈',
		'GGGGGGGGGGGG',
		'!!!!!!!!!!!!',
		'1234567890123',
		'ok thx',
		'[TUIEmoji_Smile][TUIEmoji_Smile]',
	])('%s is no spam, however often', (text) => {
		const rules = { repeats: { values: {} } };
		for (let i = 0; i < 20; i++) expect(caught(rules, said(text))).toBeUndefined();
	});

	it('by anybody counts users, each once; the eleventh makes a raid', () => {
		const rules = { repeats: { values: { by: 'anybody' } } };
		const raid = (senderId: string) => caught(rules, said('Join my server now', { senderId }));
		for (let i = 0; i < 30; i++) expect(raid('ann')).toBeUndefined();
		for (let i = 1; i < 10; i++) expect(raid(`user ${i}`)).toBeUndefined();

		expect(raid('user 10')).toBe('repeats: Join my server now');
		expect(caught(rules, said('Join my server now', { isPrivate: true }))).toBeUndefined();
	});
});

describe('A flood', () => {
	const rules = { flood: { values: {} } };

	it('is more than five messages in five seconds, and is told once in that time', () => {
		const judgeAt = (atMs: number, more: Partial<Message> = {}) =>
			judge(said('x', { atMs, ...more }), 'x', readRules(rules), [String(scope)]);
		const results = Array.from({ length: 12 }, (_, i) => judgeAt(i * 100));

		expect(results.slice(0, 5)).toEqual(results.slice(0, 5).map(() => undefined));
		expect(results.slice(5).map((found) => found?.isFurther)).toEqual([
			false,
			...Array.from({ length: 6 }, () => true),
		]);
		expect(judgeAt(1000, { senderId: 'bob' })).toBeUndefined();
		expect(judgeAt(1000, { isEdit: true })).toBeUndefined();
	});

	it.each([
		[{ messages: 0 }, "'Messages'"],
		[{ messages: 101 }, "'Messages'"],
		[{ seconds: 3601 }, "'Seconds'"],
		[{ seconds: 1.5 }, "'Seconds'"],
		[{ messages: 'x' }, "'Messages'"],
	])('%j fails at publishing', (values, name) => {
		expect(() => checkRules({ flood: { values } })).toThrow(name);
	});

	it('from an expression, what is out of its range is the default', () => {
		expect(() => checkRules({ flood: { values: { messages: '={{ 1 }}' } } })).not.toThrow();
		const odd = { flood: { values: { messages: 1000, seconds: null } } };
		const results = Array.from({ length: 6 }, () => caught(odd, said('x')));

		expect(results.filter(Boolean)).toEqual(['flood: 6']);
	});
});

it('The first rule in order tells, and all that count do so', () => {
	const rules = { words: 'spam', flood: { values: { messages: 2 } }, mentions: { values: {} } };
	const texts = ['spam', 'spam', 'spam', 'hello', '@a @b @c @d @e @f'];

	expect(texts.map((text) => caught(rules, said(text)))).toEqual([
		'words: spam',
		'words: spam',
		'words: spam',
		'flood: 4',
		'flood: 5',
	]);
});

it('Ordinary chat is caught by no rule as it is set at first', () => {
	const rules = {
		links: any.links,
		flood: { values: {} },
		repeats: { values: {} },
		mentions: { values: {} },
	};
	const lines = [
		...[
			'hi',
			'gg',
			'gg',
			'gg',
			'gg',
			'wp',
			'哈哈',
			'哈哈哈',
			'哈哈',
			'4.5/5',
			'see report.txt',
			'lol',
			'lol',
		],
		...[
			'@ann nice one',
			'brb',
			'good morning everybody',
			'gute Nacht',
			'ok',
			'ok',
			'ok',
			'ok',
			'666',
			'👍',
			'👍',
		],
	];
	for (const [i, line] of lines.entries()) {
		expect([line, caught(rules, said(line, { atMs: i * 2000 }))]).toEqual([line, undefined]);
	}
});

describe('What is counted', () => {
	it('is what a plain list would count, whoever writes what when', () => {
		const message = fc.record({
			user: fc.constantFrom('ann', 'bob', 'cy'),
			place: fc.constantFrom('a', 'b'),
			after: fc.nat({ max: 4000 }),
		});
		fc.assert(
			fc.property(
				fc.array(message, { maxLength: 60 }),
				fc.integer({ min: 1, max: 6 }),
				(list, most) => {
					const counts = new Counter().countsOf('rule');
					const windowMs = 5000;
					const before: Array<{ user: string; place: string; at: number }> = [];
					let at = 0;
					for (const { user, place, after } of list) {
						at += after;
						before.push({ user, place, at });
						const expected = before.filter(
							(one) => one.user === user && one.place === place && one.at > at - windowMs,
						).length;
						const counted = counts.add([place, user], at, windowMs, most);
						expect(counted > most).toBe(expected > most);
					}
				},
			),
		);
	});

	it('whatever the clock does, only what is within a window of each other counts together', () => {
		const counts = new Counter().countsOf('rule');
		const times = [0, 1000, 2000, -3_600_000, -3_599_000, 3_600_000, 2500];

		expect(times.map((at) => counts.add(['ann'], at, 5000, 100))).toEqual([1, 2, 3, 1, 2, 1, 4]);
	});

	it('of 200,000 users takes no more than what is kept of them', () => {
		const counter = new Counter();
		const counts = counter.countsOf('rule');
		for (let i = 0; i < 200_000; i++) counts.add(['lobby', `user ${i}`], i, 3_600_000, 5);

		expect(counter.size).toBe(50_000);
		// The last ones are those that are known.
		expect(counts.add(['lobby', 'user 199999'], 200_000, 3_600_000, 5)).toBe(2);
		expect(counts.add(['lobby', 'user 0'], 200_000, 3_600_000, 5)).toBe(1);
	});

	it('of a window that is over is forgotten', () => {
		const counter = new Counter();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
		const counts = counter.countsOf('rule');
		for (let i = 0; i < 100; i++) counts.add([`user ${i}`], 0, 5000, 5);
		expect(counter.size).toBe(100);

		clock.mockReturnValue(1_006_000);
		counts.add(['ann'], 6000, 5000, 5);
		clock.mockRestore();

		expect(counter.size).toBe(1);
	});

	it('a message of the same ID is known, the last 10,000 of them', () => {
		const counter = new Counter();

		expect(counter.isKnown(['a', '1'])).toBe(false);
		expect(counter.isKnown(['a', '1'])).toBe(true);
		expect(counter.isKnown(['b', '1'])).toBe(false);
	});
});
