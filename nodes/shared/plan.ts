import { chunks, groupBy } from './lists';
import { muteEndKey, type MuteEnd } from './model/muteEnd';
import { targetKey, type Batch, type NamedUser, type Target } from './model/service';

/** What one input item asks for. */
export interface Task {
	itemIndex: number;
	target: Target;
	/** Empty where the operation is about the target itself. */
	userIds: string[];
	end: MuteEnd | null;
}

type PlannedUser = NamedUser & { end: MuteEnd | null };

/**
 * The fewest requests that leave what running the tasks one by one would have left:
 * each user of a target once, with the end named last.
 */
export function planUsers(tasks: readonly Task[], batchSize: number): Batch[] {
	const batches: Batch[] = [];
	for (const sameTarget of groupBy(tasks, ({ target }) => targetKey(target)).values()) {
		const { target } = sameTarget[0];
		for (const sameEnd of groupBy(lastNamed(sameTarget), ({ end }) => muteEndKey(end)).values()) {
			for (const users of chunks(sameEnd, batchSize)) {
				batches.push({ target, end: users[0].end, users, itemIndex: users[0].itemIndex });
			}
		}
	}
	return batches;
}

/** One request for each target, for the item that named it last. */
export function planTargets(tasks: readonly Task[]): Batch[] {
	const last = new Map(tasks.map((task) => [targetKey(task.target), task]));
	return [...last.values()].map(({ target, itemIndex }) => ({
		target,
		end: null,
		users: [],
		itemIndex,
	}));
}

function lastNamed(tasks: readonly Task[]): Iterable<PlannedUser> {
	const users = new Map<string, PlannedUser>();
	for (const { itemIndex, userIds, end } of tasks) {
		for (const userId of userIds) {
			users.delete(userId); // so that the map's order is that of the last naming
			users.set(userId, { userId, itemIndex, end });
		}
	}
	return users.values();
}
