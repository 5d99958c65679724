import { agoraEndpoint } from '../../credentials/endpoints/agora';
import { noted } from '../../credentials/signing/signatures';
import { agoraService } from '../../nodes/AgoraChat/service';
import { tencentService } from '../../nodes/TencentCloudChat/service';
import { withoutSecrets, type Failure } from '../../nodes/shared/model/failure';

/** What a service says is read, however long it is and whatever it is made of. */

const MEGABYTE = 1_000_000;

function agora(error_description: string, error = 'forbidden_op'): Failure {
	const read = agoraService.readReply({
		status: 404,
		headers: {},
		text: JSON.stringify({ error, error_description }),
	});
	if (!('failure' in read)) throw new Error('This was taken for a success');
	return read.failure;
}

function tencent(ErrorInfo: string): Failure {
	const text = JSON.stringify({ ActionStatus: 'FAIL', ErrorCode: 10004, ErrorInfo });
	const read = tencentService.readReply({ status: 200, headers: {}, text });
	if (!('failure' in read)) throw new Error('This was taken for a success');
	return read.failure;
}

// To look for the end of each of these again from each of its beginnings takes minutes.
const endless = ['users [', 'username ', 'max limit : ', 'bearer ', 'usersig=', '?', 'a', '%3D '];
const cases = endless.map((words) => ({
	words,
	text: words.repeat(MEGABYTE / words.length),
}));

it.each(cases)('A megabyte of "$words" is read at once', ({ text }) => {
	for (const { said = '' } of [agora(text), agora('', text), tencent(text)]) {
		expect(said.length).toBeLessThan(1000);
	}
});

it('Sixty of the longest user names are all read', () => {
	const names = Array.from(
		{ length: 60 },
		(_, i) => `${'n'.repeat(62)}${String(i).padStart(2, '0')}`,
	);

	expect(agora(`users [${names.join(', ')}] are not members of this group!`)).toMatchObject({
		named: names,
		scope: 'users',
	});
});

it('Short words come out whole', () => {
	expect(withoutSecrets('grpID 1 does not exist!')).toBe('grpID 1 does not exist!');
});

describe('A secret far behind in a long text', () => {
	const secret = Array.from({ length: 200 }, (_, i) => 'aB3dE9-_*'[(i * 7) % 9]).join('');
	const parts = Array.from({ length: secret.length - 8 }, (_, i) => secret.slice(i, i + 8));

	// Of the text before it nothing is left but this: what comes behind is among the words shown.
	it.each([
		['of its own', ''],
		['in a URL', 'https://chat.example.com/?a=1&usersig='],
		['in a header', 'Bearer '],
	])('%s shows in no part, wherever the text is cut', (_, before) => {
		for (let length = 4700; length < 5300; length++) {
			const said = withoutSecrets(`said ?${'x'.repeat(length)} ${before}${secret} and more`) ?? '';

			expect(said).toMatch(/^said/);
			expect(parts.filter((part) => said.includes(part))).toEqual([]);
		}
	});
});

describe('A reply of a megabyte', () => {
	const secret = '/+aB3dE9-_*/+aB3dE9-_*==';
	const { hide: hideFor } = agoraEndpoint({
		host: 'a61.chat.agora.io',
		orgName: '411234567',
		appName: '1012345',
		requestsPerSecond: 100,
	});
	const hide = (text: string) => {
		const data = {};
		noted(data, secret);
		return hideFor(text, data);
	};

	// To try each sign anew as the beginning of a secret takes minutes.
	it.each(['\\', '%25', '/', '/+', secret.slice(0, -1), '\\u002', 'aB3dE9 \\\\\\'])(
		'that is "%s" all along is looked through for secrets at once, and comes out as it came',
		(unit) => {
			const text = unit.repeat(MEGABYTE / unit.length) + ' aB3dE9';

			expect(hide(text)).toBe(text);
		},
	);

	it('of secrets comes out without any', () => {
		const text = `${secret} `.repeat(MEGABYTE / secret.length);

		expect(hide(text)).not.toContain('aB3dE9');
	});
});
