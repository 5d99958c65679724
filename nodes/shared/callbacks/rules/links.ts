import { UserError } from 'n8n-workflow';

import { fold } from '../characters';
import { isExpression, listed, objectOr } from '../values';
import { ruleField, valuesIn } from './numbers';
import { defineRule } from './rule';

/** Where a link needs nothing but a name before it. */
const ENDINGS = new Set(
	'com net org info xyz top shop site online club vip live app io cc tv gg ru cn icu click link'.split(
		' ',
	),
);
const LONGEST_ENDING = 6;
/** Of a name: none that is longer leads anywhere, and a long one would be costly. RFC 1035, 2.3.4. */
const LONGEST_HOST = 253;
const LONGEST_SHOWN = 200;

/** Any links, or those that lead elsewhere than to some domains. */
export const links = defineRule<ReadonlySet<string>>({
	name: 'links',
	field: ruleField(
		{
			displayName: 'Links',
			name: 'links',
			description: 'Any link, or any to other domains than those that are allowed',
		},
		[
			{
				displayName: 'Allowed Domains',
				name: 'allowedDomains',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '',
				placeholder: 'e.g. example.com',
				description:
					'Domains that links may lead to, with their subdomains, one a line or separated by commas. Empty for none.',
			},
		],
	),
	read: (value) => new Set(domainsIn(objectOr(valuesIn(value)).allowedDomains)),
	check: (value) => {
		const { allowedDomains } = objectOr(valuesIn(value));
		if (isExpression(allowedDomains)) return;
		for (const domain of listed(allowedDomains)) {
			if (domainOf(domain)) continue;
			throw new UserError(`'Allowed Domains' of the rule 'Links' has what is no domain: ${domain}`);
		}
	},
	judge: ({ message }, allowed) => {
		for (const { text, hosts } of linksIn(message.linkable)) {
			if (!hosts.some((host) => isAllowed(host, allowed))) {
				return { text: text.slice(0, LONGEST_SHOWN).replace(/[.,;:!?)\]]+$/, '') };
			}
		}
		return undefined;
	},
});

const domainsIn = (value: unknown): string[] =>
	listed(value).flatMap((domain) => domainOf(domain) ?? []);

/** `https://*.Example.com/x` is `example.com`, too. */
function domainOf(text: string): string | undefined {
	const bare = plain(text)
		.trim()
		.replace(/^[a-z][\w+.-]*:\/\//, '')
		.replace(/^\*?\./, '');
	return canonical(/^[^\s/?#:]*/.exec(bare)?.[0] ?? '');
}

/** It, or what it is below. */
function isAllowed(host: string, allowed: ReadonlySet<string>): boolean {
	for (let rest = host; ; rest = rest.slice(rest.indexOf('.') + 1)) {
		if (allowed.has(rest)) return true;
		if (!rest.includes('.')) return false;
	}
}

/** As names are compared: of the Unicode and the ASCII form of a name, this is the latter. */
function canonical(host: string): string | undefined {
	const name = host.replace(/\.$/, '');
	if (name.length > LONGEST_HOST) return undefined;
	if (!/[^a-z0-9.-]/.test(name)) return name === '' ? undefined : name;
	try {
		return new URL(`http://${name}`).hostname || undefined;
	} catch {
		return undefined;
	}
}

interface Link {
	text: string;
	/** Where it may lead: where no blanks stand around it, a name is cut off from what it stands behind. */
	hosts: string[];
}

/** With a scheme, or `www.`: what follows up to a blank, a quotation mark, or a bracket. */
const WITH_SCHEME = /(?:[a-z][a-z0-9+.-]{0,20}:[/\\]{2}|(?<![a-z0-9@.-])www\.)[^\s"'<>`{}|^]+/g;
const SCHEME = /^[a-z][a-z0-9+.-]*:[/\\]{2}/;
const NAME_END = /[/\\?#]/;

/** Each once, in the order of the text. Its cost grows with the length of the text alone. */
export function* linksIn(text: string): Iterable<Link> {
	const seen = plain(text);
	for (const [found] of seen.matchAll(WITH_SCHEME)) {
		yield { text: found, hosts: hostsIn(found.replace(SCHEME, '')) };
	}
	yield* bareLinks(seen.replace(WITH_SCHEME, ' '));
}

/** A name's characters; `%` may be a path in disguise, so that such a name is none. */
const HOST = /^(?:\[[\da-f:.]+\]|[\p{L}\p{N}\p{M}._%-]+)/u;
const ASCII_HOST = /^[a-z0-9.-]+/;

/** What stands before the path is user info, the host, and the port. Other scripts may go on without a blank. */
function hostsIn(link: string): string[] {
	const authority = link.slice(0, endOf(link, NAME_END));
	const name = HOST.exec(authority.slice(authority.lastIndexOf('@') + 1))?.[0] ?? '';
	if (name.includes('%')) return [];
	const start = ASCII_HOST.exec(name)?.[0] ?? '';
	const isWhole = !name.slice(start.length).includes('.');
	return [name, ...(isWhole ? [start] : [])].flatMap((host) => canonical(host) ?? []);
}

const endOf = (text: string, end: RegExp): number => {
	const at = text.search(end);
	return at < 0 ? text.length : at;
};

const ENDING = new RegExp(`\\.([a-z]{2,${LONGEST_ENDING}})(?![a-z0-9-])`, 'g');
const NAME = /[\p{L}\p{N}.-]/u;
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u;

/** A name that ends like those of links, in the midst of text. */
function* bareLinks(text: string): Iterable<Link> {
	const ending = new RegExp(ENDING);
	let last = 0;
	for (let match = ending.exec(text); match; match = ending.exec(text)) {
		const end = match.index + match[0].length;
		const next = text[end] ?? '';
		const isShort = match[1].length === 2 && (next === '/' || next === '\\');
		if (!ENDINGS.has(match[1]) && !isShort) continue;
		// It goes on, or is the first part of an e-mail address.
		if (next === '@' || (next === '.' && /[a-z0-9]/.test(text[end + 1] ?? ''))) continue;
		const start = startOf(text, match.index, last);
		if (start === match.index || text[start - 1] === '@') continue;
		const name = text.slice(start, end);
		const isPath = next === '/' || next === '\\';
		const pathEnd = isPath ? end + endOf(text.slice(end, end + 2000), /[\s"'<>`{}|^]/) : end;
		ending.lastIndex = last = pathEnd;
		yield { text: text.slice(start, pathEnd), hosts: hostsOf(name) };
	}
}

/** Where a name begins that has a dot there: it has a letter or a digit before it. */
function startOf(text: string, dot: number, from: number): number {
	let start = dot;
	const least = Math.max(from, dot - LONGEST_HOST);
	while (start > least && NAME.test(text[start - 1])) start--;
	while (start < dot && /[.-]/.test(text[start])) start++;
	return /[\p{L}\p{N}]/u.test(text[dot - 1] ?? '') ? start : dot;
}

/** `看看example.com` is `example.com` in most apps. */
function hostsOf(name: string): string[] {
	const tail = name.split(UNSPACED).pop() ?? '';
	return [name, tail].flatMap((host) => canonical(host) ?? []);
}

/** As a reader takes it, with what is written so that no link is seen undone: `hxxp`, `[.]`, dots of other scripts. */
function plain(text: string): string {
	return fold(text)
		.replace(/I/g, 'i')
		.replace(/[。．｡․]/g, '.')
		.replace(/ ?[[({] ?(?:\.|dot) ?[\])}] ?/g, '.')
		.replace(/\bhxxp/g, 'http')
		.replace(/\[?:\]?(?=\/\/)/g, ':');
}
