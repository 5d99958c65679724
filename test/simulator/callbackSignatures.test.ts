import { agoraSecurity, tencentSign } from './callbackSignatures';

it('signs as the vector of tencent-chat.md §7.2', () => {
	expect(tencentSign('xxxxyyyy', '1669872112')).toBe(
		'17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061',
	);
});

it('signs as the vector of agora-chat.md §10', () => {
	const callId = 'demo-org#demo-app_0990a64f-0000-4000-8696-cf3b48b20e7e';
	expect(agoraSecurity(callId, 's3cret', 1600060847294)).toBe('b79efee9ff6e47eb4821dbe48923447d');
});
