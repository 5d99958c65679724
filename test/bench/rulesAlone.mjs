import { tsImport } from 'tsx/esm/api';

// What the rules of a trigger cost by themselves: by rules.mjs, in a process of its own whose memory can be read.

const { judge, readRules } = await tsImport(
	'../../nodes/shared/callbacks/rules/rules.ts',
	import.meta.url,
);

const words = Array.from({ length: 5_000 }, (_, i) => `word${i}x`);
const all = readRules({
	words,
	links: { values: { allowedDomains: 'example.com' } },
	flood: { values: { messages: 100 } },
	repeats: { values: {} },
	mentions: { values: {} },
});
const counting = readRules({ flood: { values: {} }, repeats: { values: {} } });
const long = 'Look at https://example.com/x, says @ann to everybody here. '
	.repeat(200)
	.slice(0, 12_000);

function judged(i, typed, rules) {
	const message = { typed, linkable: typed, mentioned: 0, mentionsAll: false, place: 'lobby' };
	const of = { isPrivate: false, senderId: `somebody_with_a_name_${i}`, atMs: i, isEdit: false };
	return judge({ ...message, ...of }, typed, rules, ['bench']);
}

for (let i = 0; i < 50; i++) judged(i, `${long}${i}`, all);
const times = 300;
const began = performance.now();
for (let i = 0; i < times; i++) judged(i, `${long}${i}`, all);
const longMs = (performance.now() - began) / times;

globalThis.gc();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < 200_000; i++) judged(i, `What somebody has to say, ${i}`, counting);
globalThis.gc();
const megabytes = (process.memoryUsage().heapUsed - before) / 1_000_000;

const flood = Array.from({ length: 100 }, () => judged(1_000_000, 'gg', counting));
const started = flood.filter((caught) => caught && !caught.isFurther).length;

console.log(JSON.stringify({ longMs, megabytes, started }));
