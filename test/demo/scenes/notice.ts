import { Mismatch } from '../mismatch';
import { counted } from '../screen';
import { troll, userId, type Place, type Service } from '../services';
import type { Scene, Step } from '../stage';

const minutes = 10;
/** As many as either service lets an app tell in a minute. */
const toldCount = 5000;
const advertisement = 'Cheap coins!!!';
const reply = `Your message was taken back. You can write again in ${minutes} minutes.`;
const announcement = 'A new rule: no advertising, please.';

/** A message is recalled, its sender muted and told why; then everybody is told. */
export const notice: Scene = {
	title: 'A message is taken back, its sender told why, and then everybody',
	shortTitle: 'Notice',
	steps: (service) => [recallAndTell(service), tellEverybody(service)],
};

function recallAndTell(service: Service): Step {
	const [, place] = service.places;
	const nodes = [
		{ resource: 'message', operation: 'recall', where: service.where },
		{
			...service.whereRowSays,
			operation: 'mute',
			muteFor: 'duration',
			duration: minutes,
			durationUnit: 'minutes',
		},
		{ resource: 'message', operation: 'send', where: 'user', text: reply },
	];
	return {
		service,
		asked: [`${troll} advertises in ${place.name}: recalled, muted, told`],
		items: [],
		nodes,
		users: 1,
		requests: 3,
		oneByOne: 3,
		itemsOut: 1,
		shown: [place],
		run: async () => {
			const messageId = await service.write(place, troll, advertisement);
			return await service.run([{ ...place.ids, userId: troll, messageId }], nodes);
		},
		enter: (ledger, span) => ledger.mute({ place, userId: troll, end: { minutes } }, span),
		inspect: () => [mustBeGone(service, place), mustBeTold(service, [troll], reply)],
	};
}

function tellEverybody(service: Service): Step {
	const users = Array.from({ length: toldCount }, (_, index) => userId(index));
	return {
		service,
		asked: [`${counted(toldCount)} users are told of a new rule`],
		items: users.map((user) => ({ userId: user })),
		nodes: [{ resource: 'message', operation: 'send', where: 'user', text: announcement }],
		users: toldCount,
		requests: Math.ceil(toldCount / service.receiversPerRequest),
		oneByOne: toldCount,
		itemsOut: toldCount,
		shown: [],
		enter: () => {},
		inspect: () => [mustBeTold(service, users, announcement)],
	};
}

function mustBeGone(service: Service, place: Place): string {
	const left = service.seenIn(place).filter((text) => text === advertisement);
	if (left.length > 0) throw new Mismatch(`The advertisement can still be read in ${place.name}`);
	return `"${advertisement}" can't be read any more`;
}

function mustBeTold(service: Service, users: readonly string[], text: string): string {
	for (const user of users) {
		const times = service.toldTo(user).filter((told) => told === text).length;
		if (times !== 1) throw new Mismatch(`${user} was told ${times} times: ${text}`);
	}
	return `Told once each: ${counted(users.length)}`;
}
