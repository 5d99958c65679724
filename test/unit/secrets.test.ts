import { hiding } from '../../credentials/endpoints/hiding';
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
		const hide = hiding([' key/one+1 ', 'key-two-2']);

		expect(hide('a=key/one+1&b=key-two-2 key%2Fone%2B1, key/one+1.', {})).toBe(
			'a=[hidden]&b=[hidden] [hidden], [hidden].',
		);
	});

	it('is left alone by fields that are empty, or too short to be a secret', () => {
		const hide = hiding([undefined, null, 8, '', '   ', ' seven77 ']);

		expect(hide('undefined null 8 seven77 ', {})).toBe('undefined null 8 seven77 ');
	});

	it('has nothing left of a secret of eight characters', () => {
		expect(hiding(['eight888'])('x eight888 y', {})).toBe('x [hidden] y');
	});
});
