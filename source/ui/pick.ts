/** Picking a message, and what can be done with the one that is picked. */
import {lineAt} from '../client/log.ts';
import {numberOf} from '../client/select.ts';
import type {MessageLine, Room, State} from '../client/state.ts';
import {clean} from '../protocol/clean.ts';
import type {Whose} from '../protocol/commands.ts';
import {begin} from './compose.ts';
import {foldingOf} from './folding.ts';
import {messageAfter, messageBefore, messageOf, shownRoom} from './held.ts';
import type {PickAction} from './keymap.ts';
import {linkIn} from './links.ts';
import {openPerson} from './overlays/person.ts';
import {readAt, toNewest, withMore} from './reading.ts';
import {and, only, roomHere, type Screen, type Step, type Surroundings, shownPlace, told} from './screen.ts';
import {held, inSight, isFoldable, span} from './view.ts';

/** Is something of it to be seen? */
const stands = ({deleted, ignored}: MessageLine): boolean => deleted === undefined && !ignored;

/** Picks the newest message in sight, then the one above or below. Below the newest none is picked. */
export const pick = (screen: Screen, around: Surroundings, way: 'older' | 'newer'): Step => {
	const room = roomHere(around);
	if (!room) return only(screen);
	const input = around.pane(shownPlace(screen, room));
	const at = screen.picked && numberOf(input.room, screen.picked.seq);
	let number: number | undefined;
	if (at !== undefined)
		number = way === 'older' ? messageBefore(input.room, at, stands) : messageAfter(input.room, at, stands);
	else if (way === 'older') number = messageBefore(input.room, span(input).to, stands);
	if (number !== undefined) {
		const {seq} = lineAt(input.room.log, number) as MessageLine;
		// What comes in meanwhile must not push it away.
		const place = held({...input, place: inSight(input, number)});
		return withMore(readAt({...screen, picked: {seq}}, around, place), around);
	}
	if (way === 'older') return withMore(only(screen), around);
	return room.visit ? withMore(only(screen), around) : toNewest(screen, around);
};

/** On a screen of another size, what is picked is in sight again. */
export const refit = (screen: Screen, around: Surroundings): Step => {
	const room = roomHere(around);
	const number = room && screen.picked && numberOf(shownRoom(room), screen.picked.seq);
	if (!room || number === undefined) return only(screen);
	const input = around.pane(shownPlace(screen, room));
	return readAt(screen, around, held({...input, place: inSight(input, number)}));
};

/** The message that is picked, as it is now. */
export const pickedMessage = (screen: Screen, state: State): MessageLine | undefined => {
	const room = state.rooms.get(state.current);
	return room && screen.picked && messageOf(room, screen.picked.seq);
};

/** The `seq` of what a command is about: the picked message, or the newest of those that are meant. */
export const messageFor = (screen: Screen, state: State, whose: Whose): number | undefined => {
	const picked = pickedMessage(screen, state);
	if (picked) return picked.seq;
	const room = state.rooms.get(state.current);
	if (!room) return undefined;
	const shown = shownRoom(room);
	const fits = (line: MessageLine): boolean =>
		stands(line) && (whose === 'any' || line.mine === (whose === 'mine'));
	const number = messageBefore(shown, shown.log.end, fits);
	return number === undefined ? undefined : (lineAt(shown.log, number) as MessageLine).seq;
};

/**
 * Shows all of a long message, or its beginning again. Opened it goes on where it ended, and what is above it stays in
 * its place.
 */
export const toggleFold = (screen: Screen, around: Surroundings, seq: number): Step => {
	const room = roomHere(around);
	const number = room && numberOf(shownRoom(room), seq);
	if (!room || number === undefined) return only(screen);
	const input = around.pane(shownPlace(screen, room));
	if (!isFoldable(input, number)) return told(screen, 'All of that message is shown.');
	const {unfolded} = foldingOf(screen, room.key);
	const isOpen = unfolded.has(seq);
	const left = isOpen ? new Set([...unfolded].filter(one => one !== seq)) : new Set([...unfolded, seq]);
	const after = {...screen, unfolded: new Map(screen.unfolded).set(room.key, left)};
	const folded = {...input, place: held(input), folding: foldingOf(after, room.key)};
	// Who closes it in its midst is at its beginning.
	return readAt(after, around, isOpen ? held({...folded, place: inSight(folded, number)}) : folded.place);
};

type Row = {
	/** why it cannot be done, as a sentence; undefined when it can */
	readonly objection?: (line: MessageLine, room: Room, state: State) => string | undefined;
	readonly run: (screen: Screen, line: MessageLine, room: Room, around: Surroundings) => Step;
};

const readOnly = (_: MessageLine, {readOnly, gone}: Room): string | undefined => {
	if (gone) return 'You are not in this room.';
	return readOnly ? 'This room is read-only.' : undefined;
};

const unpicked = (screen: Screen): Screen => ({...screen, picked: undefined});

const rows: Readonly<Record<PickAction, Row>> = {
	reply: {objection: readOnly, run: (screen, line) => only(begin(unpicked(screen), 'reply', line))},
	rewrite: {
		objection: (line, room) =>
			line.mine ? readOnly(line, room) : 'Only messages of your own can be edited.',
		run: (screen, line) => only(begin(unpicked(screen), 'edit', line)),
	},
	remove: {
		objection: (line, room, state) =>
			line.mine || state.operator ? readOnly(line, room) : 'Only messages of your own can be deleted.',
		run: (screen, {seq}, {target}, {nonce, appearance}) => {
			if (!screen.picked?.deleting) {
				const asking = {...screen, picked: {seq, deleting: true} as const};
				return told(
					asking,
					`Delete it for everybody? ${appearance.keys.labelFor('remove')} again deletes it.`,
				);
			}
			const request = {type: 'delete', room: target, ref: seq, nonce: nonce()} as const;
			return and(unpicked(screen), {type: 'request', request});
		},
	},
	react: {objection: readOnly, run: (screen, line) => only(begin(unpicked(screen), 'react', line))},
	copy: {
		run: (screen, {msg}) => and(told(unpicked(screen), 'Copied.').screen, {type: 'copy', text: clean(msg)}),
	},
	openLink: {
		objection: ({msg}) => (linkIn(msg) === undefined ? 'There is no link in that message.' : undefined),
		run: (screen, {msg}) => and(unpicked(screen), {type: 'openLink', url: linkIn(msg)!}),
	},
	unreadFrom: {
		objection: (_, {visit}) => (visit ? 'That works in the room as it goes on only.' : undefined),
		run: (screen, {seq}, {target}) =>
			and(told(unpicked(screen), 'Unread from there on.').screen, {type: 'unreadFrom', target, seq}),
	},
	whois: {run: (screen, {id}, _, around) => openPerson(screen, around, id)},
	fold: {run: (screen, {seq}, _, around) => toggleFold(screen, around, seq)},
};

/** Why a message cannot be treated so; undefined when it can. */
export const objectionTo = (
	action: PickAction,
	line: MessageLine,
	room: Room,
	state: State,
): string | undefined =>
	line.deleted ? 'That message was deleted.' : rows[action].objection?.(line, room, state);

export const isPickAction = (action: string): action is PickAction => Object.hasOwn(rows, action);

/** Does something with the picked message, or says why not. */
export const treat = (screen: Screen, around: Surroundings, action: PickAction): Step => {
	const line = pickedMessage(screen, around.state);
	const room = roomHere(around);
	if (!line || !room) return only(unpicked(screen));
	const objection = objectionTo(action, line, room, around.state);
	return objection === undefined
		? rows[action].run(screen, line, room, around)
		: told(screen, objection, 'error');
};
