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
import {linksIn} from './links.ts';
import {openPerson} from './overlays/person.ts';
import {land, readAt, toNewest, withMore} from './reading.ts';
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
	const isBare = way === 'older' && !screen.picked && shownRoom(room).complete;
	if (isBare) return told(screen, 'There is no message to pick.');
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
	if (isOpen) return readAt(after, around, held({...folded, place: inSight(folded, number)}));
	const key = around.appearance.keys.labelFor('fold');
	const opened = screen.picked && key !== '' ? told(after, `${key} folds it again`).screen : after;
	return readAt(opened, around, folded.place);
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

/** Those that a digit can choose. */
const linksOf = ({msg}: MessageLine): string[] => [...new Set(linksIn(msg).map(({url}) => url))].slice(0, 9);

/** Opens a link of a message. @param number 1 for the first; of one that there is not, nothing comes */
const openNumbered = (screen: Screen, line: MessageLine, number: number): Step => {
	const url = linksOf(line)[number - 1];
	return url === undefined ? only(screen) : and(unpicked(screen), {type: 'openLink', url});
};

/** Opens the link that a digit names, after that was asked. */
export const openChosen = (screen: Screen, around: Surroundings, digit: string): Step => {
	const line = pickedMessage(screen, around.state);
	return line ? openNumbered(screen, line, Number(digit)) : only(unpicked(screen));
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
			if (screen.picked?.asked !== 'delete') {
				const asking = {...screen, picked: {seq, asked: 'delete'} as const};
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
		objection: ({msg}) => (linksIn(msg).length === 0 ? 'There is no link in that message.' : undefined),
		run: (screen, line) => {
			const links = linksOf(line);
			if (links.length === 1) return openNumbered(screen, line, 1);
			const choices = links.map((url, index) => `${index + 1} ${url.replace(/^https?:\/\//, '')}`);
			const asking = {...screen, picked: {seq: line.seq, asked: 'link'} as const};
			return told(asking, `Which? ${choices.join('  ')}`);
		},
	},
	unreadFrom: {
		objection: (_, {visit}) => (visit ? 'That works in the room as it goes on only.' : undefined),
		run: (screen, {seq}, {target}) =>
			and(told(unpicked(screen), 'Unread from there on.').screen, {type: 'unreadFrom', target, seq}),
	},
	whois: {run: (screen, {id}, _, around) => openPerson(screen, around, id)},
	answered: {
		objection: ({ref}) => (ref === undefined ? 'That message answers none.' : undefined),
		run: (screen, {ref}, {target}, around) => land(screen, around, target, ref!),
	},
	asTyped: {
		run: (screen, {seq}, {key}) => {
			const before = screen.turned.get(key) ?? new Set();
			const after = before.has(seq)
				? new Set([...before].filter(one => one !== seq))
				: new Set([...before, seq]);
			return only({...screen, turned: new Map(screen.turned).set(key, after)});
		},
	},
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
