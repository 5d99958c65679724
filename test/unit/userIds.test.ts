import * as fc from 'fast-check';

import { agoraService } from '../../nodes/AgoraChat/service';
import { batchOf } from '../../nodes/shared/model/batch';
import { tencentService } from '../../nodes/TencentCloudChat/service';
import { agora, plainRun } from '../support/resources';

/** Which user IDs the services take, and that none is taken for another's. */

/** Every character beyond ASCII that some form of it, in capitals, small or compatible letters, is within. */
const lookalikes = Array.from({ length: 0x1_ffff }, (_, code) => code)
	.filter((code) => code > 0x7f && (code < 0xd800 || code > 0xdfff))
	.map((code) => String.fromCodePoint(code))
	.filter((sign) =>
		[sign.toLowerCase(), sign.toUpperCase(), sign.normalize('NFKC'), sign.normalize('NFKD')].some(
			(form) => /[\x21-\x7e]/.test(form),
		),
	);

describe.each([
	['Tencent Cloud Chat', tencentService],
	['Agora Chat', agoraService],
])('%s', (_, { checkUserId }) => {
	it('takes no sign for the letter that it looks like, or becomes', () => {
		expect(lookalikes).toEqual(expect.arrayContaining(['\u212a', 'İ', 'ſ', 'ａ']));
		const taken = [...lookalikes, 'a\u0301', 'e\u0327'].filter((sign) => {
			try {
				return checkUserId(`${sign}ate`) !== '';
			} catch (error) {
				return !(error as Error).message.includes("'User IDs'");
			}
		});
		expect(taken).toEqual([]);
	});
});

const ascii = fc.string({ minLength: 1, maxLength: 32 });

it('Agora Chat writes the letters of an ID small, and nothing else otherwise', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (userId) => {
			expect(agoraService.checkUserId(userId)).toBe(userId.toLowerCase());
		}),
	);
});

it('Tencent Cloud Chat takes an ID as it is', () => {
	fc.assert(fc.property(ascii, (id) => expect(tencentService.checkUserId(id)).toBe(id)));
});

describe('What Agora Chat says of another user is not said of the one who was named', () => {
	const { chatRoom } = agora;
	const target = { chatRoomId: '1' };
	const kate = { itemIndex: 0, target, userId: 'kate' };
	const page = (body: object) => ({ body: { ...body }, text: '', sentAtMs: 0, answeredAtMs: 0 });

	it('where it was done', () => {
		const data = [{ user: '\u212aATE', result: true }];
		const [outcome] = chatRoom.operations.unmute.outcomes(
			page({ data }),
			batchOf([kate]),
			plainRun(),
			[],
		);

		expect(outcome).toMatchObject({ failure: { code: 'NO_RESULT' } });
	});

	it('on a mute list that is synced', () => {
		const data = [{ user: '\u212aATE', expire: -1 }];
		const muteList = {
			named: [{ ...kate, end: { kind: 'permanent' } as const }],
			isComplete: true,
		};
		const steps = chatRoom.operations.syncMuted.outcomes(
			page({ data }),
			batchOf([{ itemIndex: 0, target, muteList }]),
			plainRun(),
			[],
		);

		expect(steps).toMatchObject([
			{ open: { userId: 'kate', known: { change: 'muted' } } },
			{ userId: '\u212aate', failure: { code: 'ID_NOT_SENDABLE' } },
		]);
	});
});
