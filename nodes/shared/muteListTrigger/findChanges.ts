import { sleep, type IDataObject, type IPollFunctions } from 'n8n-workflow';

import type { Failed, Outcome, Target } from '../model/batch';
import { failedInput } from '../operations/refused';
import { stopped, summary } from '../operations/report';
import { compareLists } from './diff';
import type { Memory } from './memory';
import { placeIdOf } from './watchedService';
import { readMuteLists, PER_SLICE, readAtMs } from './readLists';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from './snapshot';
import { isPostponed } from '../http/timedDispatcher';
import type { PollSetup } from './setUp';

/** What a poll makes of a place. */
interface Finding {
	/** To be kept in place of what was known; nothing, if the place is gone. */
	kept?: Snapshot;
	changes?: IDataObject[];
	/** To be told. */
	failed?: Failed;
}

/**
 * Reads as many lists as there is time for, tells what has changed, and remembers it all in one step.
 * Throws where nothing can be read, and never could.
 */
export async function findChanges(
	context: IPollFunctions,
	setup: PollSetup,
	memory: Memory,
	placeIds: readonly string[],
): Promise<IDataObject[]> {
	const before = seenBefore(setup, memory, placeIds);
	const isNew = (placeId: string) => !before.has(placeId);
	// First those that were never seen, then those that have waited longest.
	const inTurn = [...placeIds.filter(isNew), ...before.keys()];
	const { targets, odd } = targetsOf(setup, inTurn);
	const outcomes = [...odd, ...(await readMuteLists(setup, targets))];
	const settled = outcomes.filter((outcome) => !isPostponed(outcome));

	const after = new Map(before);
	const rows: IDataObject[] = [];
	const failed: Failed[] = [];
	for (const [i, outcome] of settled.entries()) {
		if (i % PER_SLICE === PER_SLICE - 1) await sleep(0);
		const placeId = placeIdOf(outcome.target);
		const text = before.get(placeId);
		const known = text === undefined ? undefined : decodeSnapshot(text);
		const finding = findingOf(setup, placeId, known, outcome);
		after.delete(placeId); // so that the order is that of reading
		if (finding.kept) after.set(placeId, encodeSnapshot(finding.kept));
		if (finding.failed) failed.push(finding.failed);
		for (const row of finding.changes ?? []) {
			if (setup.settings.changes.has(row.change)) rows.push(row);
		}
	}
	if (failed.length > 0) {
		const error = stopped(context, summary(failed, settled.length, 'mute lists'));
		if (before.size === 0 && failed.length === settled.length) throw error;
		if (memory.isCurrent()) context.__emitError(error);
	}
	memory.keep(setup.scope, after);
	return rows;
}

/** A place that is missing in the list of all may have slid over the end of a page: the service says itself if it is gone. */
function seenBefore(
	{ scope, settings }: PollSetup,
	memory: Memory,
	placeIds: readonly string[],
): ReadonlyMap<string, string> {
	const all = memory.of(scope);
	if (settings.placeIds === 'all') return all;
	const named = new Set(placeIds);
	return new Map([...all].filter(([placeId]) => named.has(placeId)));
}

/** An odd ID in the service's own list concerns its place alone. Throws for one that the workflow's author gave. */
function targetsOf(
	{ settings, targetOf }: PollSetup,
	placeIds: readonly string[],
): { targets: Target[]; odd: Failed[] } {
	if (settings.placeIds !== 'all') return { targets: placeIds.map(targetOf), odd: [] };
	const targets: Target[] = [];
	const odd: Failed[] = [];
	for (const placeId of placeIds) {
		try {
			targets.push(targetOf(placeId));
		} catch (error) {
			odd.push(failedInput(error, { itemIndex: 0, target: { placeId } }));
		}
	}
	return { targets, odd };
}

function findingOf(
	{ settings, watched }: PollSetup,
	placeId: string,
	known: Snapshot | undefined,
	outcome: Outcome,
): Finding {
	if ('rows' in outcome) {
		const { rows, target } = outcome;
		const { changes, list } = compareLists(known?.list, rows, target, readAtMs(outcome));
		return { changes, kept: { placeId, list, isFailing: false } };
	}
	// Listed a moment ago, and gone since.
	if (settings.placeIds === 'all' && watched.isGone(outcome.failure)) return {};
	return {
		kept: { placeId, list: known?.list, isFailing: true },
		...(!known?.isFailing && { failed: outcome }),
	};
}
