import { hiding } from '../../credentials/endpoints/hiding';
import { noted } from '../../credentials/signing/signatures';
import { withoutSecrets } from '../../nodes/shared/model/failure';

describe("A service's own words", () => {
	it.each([undefined, null, 42, {}, ''])('are none where it gives %p', (words) => {
		expect(withoutSecrets(words)).toBeUndefined();
	});

	it('are shown as they are where nothing in them is secret', () => {
		const words = 'users [ann_lee-1, bob] are not members of group @TGS#1LOBBY7QK: 100%';

		expect(withoutSecrets(words)).toBe(words);
	});

	it.each([
		['usersig=eJyrVgrx', 'usersig=[hidden]'],
		['UserSig%3DeJyrVgrx', 'UserSig%3D[hidden]'],
		['usersig=a b usersig=c d', 'usersig=[hidden] b usersig=[hidden] d'],
		['Authorization: Bearer  007eJxT', 'Authorization: Bearer  [hidden]'],
		[`{"usersig=eJyr","code":1}`, `{"usersig=[hidden]","code":1}`],
		["'usersig=eJyr' is old", "'usersig=[hidden]' is old"],
		['identifier=a&usersig=eJyr&random=1', 'identifier=a&usersig=[hidden]&random=1'],
	])('%s are shown as %s', (words, shown) => {
		expect(withoutSecrets(words)).toBe(shown);
	});

	it.each([
		['POST /v4/x?sdkappid=1&usersig=eJyr failed', 'POST /v4/x failed'],
		['"/v4/x?a=1" and \'/v4/y?b=2\'', `"/v4/x" and '/v4/y'`],
	])('have no query of an address: %s', (words, shown) => {
		expect(withoutSecrets(words)).toBe(shown);
	});

	it('have nothing as long as a signature', () => {
		const token = 'aZ9*+/=_%-'.repeat(6);

		expect(withoutSecrets(`The ticket ${token} and ${token}x failed`)).toBe(
			'The ticket [hidden] and [hidden] failed',
		);
		expect(withoutSecrets(`The ID ${token.slice(1)} failed`)).toContain(token.slice(1));
	});

	it('are cut after 300 characters', () => {
		expect(withoutSecrets('no '.repeat(100))).toBe('no '.repeat(100));
		expect(withoutSecrets(`${'no '.repeat(100)}way`)).toBe('no '.repeat(100));
	});
});

describe("A text that came from outside, without the credential's secrets", () => {
	it('has none of them in it, however often and however they are written', () => {
		const hide = hiding(['key/one+1', 'key-two-2']);

		expect(hide('a=key/one+1&b=key-two-2 key%2Fone%2B1, key/one+1.', {})).toBe(
			'a=[hidden]&b=[hidden] [hidden], [hidden].',
		);
	});

	it('is left alone by what is too short to be a secret', () => {
		expect(hiding(['', 'seven77'])('8 seven77 ', {})).toBe('8 seven77 ');
	});

	it('has nothing left of a secret of eight characters', () => {
		expect(hiding(['eight888'])('x eight888 y', {})).toBe('x [hidden] y');
	});

	describe('has none of a secret', () => {
		const secret = 'aB3/+ =ä"\\€😀x9';
		const url = encodeURIComponent(secret);
		const json = JSON.stringify(secret).slice(1, -1);
		/** JSON may write any sign by its number. */
		const numbered = (text: string) =>
			text.replace(
				/[^A-Za-z0-9]/g,
				(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
			);
		const inCapitals = (text: string) =>
			text.replace(/\\u(....)/g, (_, digits: string) => `\\u${digits.toUpperCase()}`);

		it.each([
			['as it is', secret],
			['in a URL', url],
			['in a URL in small letters', url.replace(/%../g, (byte) => byte.toLowerCase())],
			['in a URL within a URL', encodeURIComponent(url)],
			['in JSON', json],
			['in JSON with escaped slashes', json.replace('/', '\\/')],
			['in JSON within JSON', JSON.stringify(json).slice(1, -1)],
			['in JSON by numbers', numbered(secret)],
			['in JSON by numbers in capitals', inCapitals(numbered(secret))],
			['in a URL within JSON by numbers', numbered(url)],
		])('%s', (_, written) => {
			expect(hiding([secret])(`x ${written} y`, {})).toBe('x [hidden] y');
		});
	});

	it('has all of what differs from a secret by a sign', () => {
		const text = 'key_one+1 key/one1 keyone1';

		expect(hiding(['key/one+1'])(text, {})).toBe(text);
	});

	it('has not what its own request was signed with', () => {
		const data = {};
		noted(data, 'signature-1');

		expect(hiding([])('x signature-1 y', data)).toBe('x [hidden] y');
		expect(hiding([])('x signature-1 y', {})).toBe('x signature-1 y');
	});
});
