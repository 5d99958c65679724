import type { IDataObject } from 'n8n-workflow';

import type { Batch, Outcome, Subject } from '../model/batch';
import type { Failure } from '../model/failure';
import { endTimeOf, isSameEnd, laterEnd, type EndTime } from '../model/muteEnd';
import { done, failed, isInForce, muteState, type MuteListEntry } from '../model/rows';
import type { Answer } from '../model/requests';
import type { Open, Operation, RunContext } from '../model/operation';

/** What becomes of the list once it is read. */
type Outcomes = (
	answer: Answer,
	batch: Batch,
	run: Pick<RunContext, 'isDryRun'>,
) => Array<Outcome | Open>;

/** How a service's mute lists are read and written. */
export interface MuteList {
	entriesOf(body: IDataObject): MuteListEntry[];
	/** Whether a request can name a user of the list; all can be, unless this is given. */
	canName?(userId: string): boolean;
	mute: Operation;
	unmute: Operation;
}

type Change = 'muted' | 'unmuted' | 'changed' | 'unchanged';

interface Difference {
	subject: Subject;
	change: Change;
	/** As it is, or is to be; null is not muted. */
	end: EndTime | null;
}

const HELD_BACK: Failure = {
	message: 'Not unmuted, because an item that could not be read may name this user',
	advice: 'Correct that item, and run the workflow again.',
	code: 'ITEM_NOT_READ',
	retry: 'no',
	scope: 'users',
};

const NOT_SENDABLE: Failure = {
	message: 'Not unmuted, because the ID on the mute list is none that can be sent',
	advice: "Unmute this user in the service's console.",
	code: 'ID_NOT_SENDABLE',
	retry: 'no',
	scope: 'users',
};

/** Makes the mute list of a target what the items name: it is read once, and only what differs is written. A dry run writes nothing. */
export function syncMuted({ entriesOf, canName = () => true, ...write }: MuteList): Outcomes {
	const mute = withChange(write.mute);
	const unmute = withChange(write.unmute);

	function step({ subject, change, end }: Difference, isDryRun: boolean): Outcome | Open {
		if (change !== 'unchanged' && !isDryRun) {
			return { open: { ...subject, known: { change } }, next: end === null ? unmute : mute };
		}
		const { target, userId } = subject;
		const row = { ...target, userId, ...muteState(end), change };
		return done(subject, [isDryRun ? { ...row, dryRun: true } : row]);
	}

	return ({ body, sentAtMs }, { subjects: [subject] }, { isDryRun }) => {
		const isComplete = subject.muteList?.isComplete;
		return differences(subject, entriesOf(body), sentAtMs).map((difference) => {
			const { change, subject: user } = difference;
			if (change !== 'unmuted') return step(difference, isDryRun);
			if (!isComplete) return failed(user, HELD_BACK);
			return canName(String(user.userId)) ? step(difference, isDryRun) : failed(user, NOT_SENDABLE);
		});
	};
}

/** The users who are named, as they were named; then those who are muted and are not. */
function differences(
	{ itemIndex, target, muteList }: Subject,
	entries: readonly MuteListEntry[],
	nowMs: number,
): Difference[] {
	const listed = new Map<string, EndTime>();
	for (const { userId, end } of entries.filter((entry) => isInForce(entry, nowMs))) {
		listed.set(userId, laterEnd(listed.get(userId), end));
	}
	const named = (muteList?.named ?? []).map((subject): Difference => {
		const end = listed.get(String(subject.userId));
		listed.delete(String(subject.userId));
		return end !== undefined && isSameEnd(subject.end, end, nowMs)
			? { subject, change: 'unchanged', end }
			: {
					subject,
					change: end === undefined ? 'muted' : 'changed',
					end: endTimeOf(subject.end, nowMs),
				};
	});
	const others = [...listed.keys()].map((userId): Difference => {
		return { subject: { itemIndex, target, userId }, change: 'unmuted', end: null };
	});
	return [...named, ...others];
}

/** The rows of an operation with what the list told: what of it was changed. */
function withChange(operation: Operation): Operation {
	return {
		...operation,
		outcomes: (answer, batch, run, rows) =>
			operation.outcomes(answer, batch, run, rows).map((step) => {
				if (!('rows' in step)) return step;
				return { ...step, rows: step.rows.map((row) => ({ ...row, ...step.known })) };
			}),
	};
}
