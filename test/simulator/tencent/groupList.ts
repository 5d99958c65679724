import { pageOf, type Position } from '../endlessList';
import { malformed } from './codes';
import type { Command } from './command';
import { groupTypes, type Group } from './state';

/** §3.3. `Next` is an unsigned 64-bit number that must come back to the last digit. */
export const getAppidGroupList: Command = {
	fields: ['Limit', 'Next', 'GroupType'],
	run: ({ body, state, settings }) => {
		const limit = body.has('Limit') ? body.uint32('Limit') : 10_000;
		if (limit < 1 || limit > 10_000) throw malformed(10004, 'Limit must be 1 to 10000');
		const given = body.has('Next') ? body.uint64('Next') : 0n;
		const type = body.has('GroupType') ? body.oneOf('GroupType', groupTypes) : undefined;
		const groups = [...state.groups.values()].filter((group) => !type || group.type === type);
		const { page, next } = pageOf<Pick<Group, 'id' | 'serial'>>(
			{
				rows: groups,
				start: { serial: 0, lap: 0 },
				limit,
				isBehind: ({ serial }, other) => serial > other,
				invent: (number) => ({ id: `@TGS#new${number}`, serial: 0 }),
			},
			given === 0n ? undefined : positionOf(given),
			settings.endlessLists,
		);
		return {
			TotalCount: groups.length,
			GroupIdList: page.map(({ id }) => ({ GroupId: id })),
			...(!next && settings.omitFinalNext ? {} : { Next: next ? numberOf(next) : 0 }),
		};
	},
};

// Odd and beyond 2^63, where doubles are 2048 apart: a `Next` that went through a JavaScript number
// on its way is another number when it comes back.
const firstPosition = 9223372036854775809n;
const step = 2n;

const serials = 1_000_000_000n;

const numberOf = ({ serial, lap }: Position): bigint =>
	firstPosition + step * (BigInt(lap) * serials + BigInt(serial));

/** Groups with a higher serial come next. */
function positionOf(next: bigint): Position {
	const distance = next - firstPosition;
	if (distance < 0n || distance % step !== 0n) throw malformed(10004, 'Next was never given out');
	const steps = distance / step;
	return { serial: Number(steps % serials), lap: Number(steps / serials) };
}
