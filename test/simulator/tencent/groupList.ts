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
		const after = serialOf(given);
		const type = body.has('GroupType') ? body.oneOf('GroupType', groupTypes) : undefined;
		const groups = [...state.groups.values()].filter((group) => !type || group.type === type);
		const rest = groups.filter(({ serial }) => serial > after);
		const page = rest.slice(0, limit);
		const last = page.at(-1);
		const next = last && page.length < rest.length ? positionAfter(last) : 0;
		const repeated = settings.nextRepeats && given !== 0n ? given : next;
		return {
			TotalCount: groups.length,
			GroupIdList: page.map(({ id }) => ({ GroupId: id })),
			...(repeated === 0 && settings.omitFinalNext ? {} : { Next: repeated }),
		};
	},
};

// Odd and beyond 2^63, where doubles are 2048 apart: a `Next` that went through a JavaScript number
// on its way is another number when it comes back.
const firstPosition = 9223372036854775809n;
const step = 2n;

const positionAfter = ({ serial }: Group): bigint => firstPosition + step * BigInt(serial);

/** Groups with a higher serial come next. */
function serialOf(next: bigint): number {
	if (next === 0n) return 0;
	const distance = next - firstPosition;
	if (distance <= 0n || distance % step !== 0n) throw malformed(10004, 'Next was never given out');
	return Number(distance / step);
}
