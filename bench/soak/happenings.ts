/** What happens among the people of a soak, and how often: one row each. */
import type {Churn} from './churn.ts';
import {library} from './rooms.ts';
import type {Visit} from './visit.ts';

type Happening = {
	/** times a second among all, at the usual rate */
	readonly perSecond: number;
	readonly act: (churn: Churn) => void;
};

/** Of somebody who is in, and in one of the rooms. */
const byOne =
	(act: (visit: Visit, room: string, churn: Churn) => void) =>
	(churn: Churn): void => {
		const visit = churn.somebody();
		const rooms = visit?.rooms ?? [];
		if (visit && rooms.length > 0) act(visit, churn.chance.pick(rooms), churn);
	};

const signs = ['👍', '🎉', '👀'];

/** A slow reader asks for so many pages of the room of long messages before it stops reading. */
const stallPages = 90;

/** More than there will ever be. */
const newest = 1e9;

/** It is cut after 8 s; what it has not read by then it reads now, in ms. */
const stallMs = 15_000;

/** More than one may say at once, and in a few seconds. */
const floodSize = 30;

/** Regulars who write to each other. */
const confidants = 200;

const longLine = `${'x'.repeat(20_000)}\n`;

/** Messages of the library, each as long as makes a page as large as an event may be. */
const [books, bookCharacters] = [120, 1000];

/** A room that was made is left again after so many ms: whoever stays in ever more of them is more to remember. */
const roomMs = 60_000;

const leaveLater = (visit: Visit, room: string): void => {
	setTimeout(() => {
		if (visit.isIn) visit.leave(room);
	}, roomMs);
};

export const happenings: Readonly<Record<string, Happening>> = {
	say: {perSecond: 4, act: byOne((visit, room) => visit.say(room))},
	'say plainly': {
		perSecond: 1 / 2,
		act: ({plainVisits, chance}) => {
			const ready = [...plainVisits].filter(({isReady}) => isReady);
			if (ready.length > 0) chance.pick(ready).say();
		},
	},
	'say directly': {
		perSecond: 4,
		act: byOne((visit, _, {chance}) => {
			const number = Number(/^regular(\d+)$/.exec(visit.person.id)?.[1] ?? Number.NaN);
			// Always the same few pairs: conversations are kept for ever.
			if (number < confidants) visit.say(`@regular${number ^ 1}`, chance.pick(['hello', 'hi']));
		}),
	},
	edit: {
		perSecond: 1 / 3,
		act: byOne(visit => {
			const own = visit.person.own.at(-1);
			if (own && visit.rooms.includes(own.room))
				visit.ask({type: 'edit', room: own.room, ref: own.seq, msg: `${own.nonce} changed`});
		}),
	},
	react: {
		perSecond: 1 / 2,
		act: byOne((visit, room, {chance}) => {
			const newest = visit.person.cursors.get(room) ?? 0;
			if (newest > 0)
				visit.ask({
					type: 'react',
					room,
					ref: chance.between(Math.max(1, newest - 20), newest),
					emoji: chance.pick(signs),
				});
		}),
	},
	read: {
		perSecond: 1 / 3,
		act: byOne((visit, room) => visit.ask({type: 'read', room, seq: visit.person.cursors.get(room) ?? 0})),
	},
	history: {
		perSecond: 1 / 3,
		act: byOne((visit, room, {chance}) =>
			visit.ask({
				type: 'history',
				room,
				before: chance.between(1, 1 + (visit.person.cursors.get(room) ?? 0)),
				limit: 30,
			}),
		),
	},
	search: {
		perSecond: 1 / 5,
		act: byOne((visit, room, {chance}) =>
			visit.ask({
				type: 'search',
				text: chance.pick(['green', 'bui', 'ship it']),
				...(chance.happens(1 / 2) ? {room} : {}),
			}),
		),
	},
	who: {perSecond: 1 / 5, act: byOne((visit, room) => visit.ask({type: 'who', room}))},
	whois: {perSecond: 1 / 10, act: byOne(visit => visit.ask({type: 'whois', id: visit.person.id}))},
	rooms: {perSecond: 1 / 20, act: byOne(visit => visit.ask({type: 'rooms', limit: 100}))},
	typing: {perSecond: 1 / 3, act: byOne((visit, room) => visit.ask({type: 'typing', room}))},
	away: {perSecond: 1 / 20, act: byOne(visit => visit.ask({type: 'away', text: 'lunch'}))},
	back: {perSecond: 1 / 20, act: byOne(visit => visit.ask({type: 'back'}))},
	topic: {
		perSecond: 1 / 60,
		act: byOne((visit, room, {chance}) =>
			visit.ask({type: 'topic', room, topic: `Of today: ${chance.between(1, 99)}`}),
		),
	},
	join: {
		perSecond: 1 / 2,
		act: byOne((visit, _, {chance}) => void visit.join(chance.pick(visit.person.haunts))),
	},
	leave: {
		perSecond: 1 / 2,
		act: byOne((visit, room) => {
			if (visit.rooms.length > 1) visit.leave(room);
		}),
	},
	'make a room': {
		perSecond: 1 / 10,
		act: byOne((visit, _, churn) => {
			const room = churn.newRoom();
			if (!visit.join(room)) return;
			if (churn.chance.happens(1 / 2)) visit.say(room);
			leaveLater(visit, room);
		}),
	},
	flood: {
		perSecond: 1 / 30,
		act: byOne((visit, _, churn) => {
			const room = churn.newRoom();
			if (!visit.join(room)) return;
			for (let left = floodSize; left > 0; left--) visit.say(room);
			churn.tally.add('floods');
			leaveLater(visit, room);
		}),
	},
	'endless line, amid a visit': {
		perSecond: 1 / 30,
		act: byOne((visit, _, {tally}) => {
			tally.add('endless lines amid a visit');
			visit.write(longLine);
		}),
	},
	'bad requests': {
		perSecond: 1 / 20,
		act: byOne((visit, room) => {
			visit.ask({type: 'sing', room});
			visit.ask({type: 'say', room});
			visit.write('Hello?\n{}\n\n');
		}),
	},
	'put a book into the library': {
		perSecond: 2,
		act: byOne((visit, _, {tally}) => {
			if ((tally.counts.books ?? 0) >= books || !visit.join(library)) return;
			tally.add('books');
			visit.say(library, 'x'.repeat(bookCharacters));
		}),
	},
	stall: {
		perSecond: 1 / 30,
		act: byOne((visit, _, {tally}) => {
			if (!visit.join(library)) return;
			tally.add('stalls');
			visit.pause();
			for (let left = stallPages; left > 0; left--)
				visit.ask({type: 'history', room: library, before: newest});
			visit.isMute = true;
			setTimeout(() => {
				visit.resume();
				visit.isMute = false;
				if (visit.isIn) visit.leave(library);
			}, stallMs);
		}),
	},
	hang: {
		perSecond: 1 / 30,
		act: byOne((visit, _, {tally}) => {
			tally.add('hangs');
			visit.isMute = true;
		}),
	},
};
