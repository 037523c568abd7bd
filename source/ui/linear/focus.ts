/** What is read of what a person does: the message that they pick, what they write about, where they read, hints. */
import type {MessageLine, Room} from '../../client/state.ts';
import {handySigns} from '../../protocol/signs.ts';
import {shownRoom} from '../held.ts';
import {excerpt, label} from '../labels.ts';
import {paneInput, type Snapshot} from '../layout.ts';
import {objectionTo, pickedMessage} from '../pick.ts';
import {type About, shownPlace} from '../screen.ts';
import {roomName} from '../sidebar.ts';
import {type Place, span} from '../view.ts';
import {entriesIn, timed} from './entries.ts';
import {readMenu} from './menu.ts';
import {entryText} from './sentences.ts';
import {readSidebar} from './sidebar.ts';

const roomOf = ({state}: Snapshot): Room | undefined => state.rooms.get(state.current);

/** What can be done with a message. */
const waysWith = (line: MessageLine, room: Room, {state, appearance: {keys}}: Snapshot): string => {
	const rows = keys.pickRows.filter(({action}) => objectionTo(action, line, room, state) === undefined);
	const ways = rows.map(({keys: [first], brief}) => `${first} ${brief}`);
	return `Keys: ${[...ways, `${keys.labelFor('close')} back`].join(', ')}.`;
};

/** The message that is picked, with its time; with the first one, what can be done with it. */
const readPicked = (before: Snapshot, after: Snapshot): string[] => {
	const {screen, state, appearance} = after;
	const was = before.screen.picked?.seq;
	const isSame = was === screen.picked?.seq && before.state.current === state.current;
	if (isSame) return [];
	const room = roomOf(after);
	const line = pickedMessage(screen, state);
	if (!room || !line) {
		const isOver = was !== undefined && !screen.picked && !screen.about && !screen.hint && !screen.overlay;
		return isOver && before.state.current === state.current ? ['Back to writing.'] : [];
	}
	const text = `${appearance.clock.time(line.ts)}, ${entryText(line, shownRoom(room))}`;
	return was === undefined ? [text, waysWith(line, room, after)] : [text];
};

const aboutText = ({type, id, msg}: About, ends: string): string => {
	switch (type) {
		case 'reply':
			return `Replying to ${label(id)}, “${excerpt(msg)}”. ${ends} gives it up.`;
		case 'edit':
			return `Editing your message. ${ends} gives it up.`;
		case 'react':
			return `A sign for “${excerpt(msg)}”: ${handySigns.map((sign, index) => `${index + 1} ${sign}`).join(', ')}, another one, or its name. ${ends} gives it up.`;
	}
};

const readAbout = (before: Snapshot, {screen, state, appearance}: Snapshot): string[] => {
	const {about} = screen;
	const was = before.screen.about;
	if (about?.seq === was?.seq && about?.type === was?.type) return [];
	if (about) return [aboutText(about, appearance.keys.labelFor('close'))];
	const isSent = before.state.rooms.get(state.current)?.pending !== state.rooms.get(state.current)?.pending;
	return isSent || before.state.current !== state.current ? [] : ['Given up.'];
};

const isHigher = (one: Place, other: Place): boolean => {
	if (one.at === 'bottom') return false;
	if (other.at === 'bottom') return true;
	return one.line < other.line || (one.line === other.line && one.row < other.row);
};

/** The part of a room that came into sight, as by PgUp: what was in sight before is not read twice. */
const readPage = (before: Snapshot, after: Snapshot): string[] => {
	const room = roomOf(after);
	const old = before.state.rooms.get(after.state.current);
	// Whoever picks goes message by message, and hears each of them.
	if (!room || !old || before.state.current !== after.state.current || after.screen.picked) return [];
	const place = shownPlace(after.screen, room);
	const was = shownPlace(before.screen, old);
	const isSamePart = (room.visit === undefined) === (old.visit === undefined);
	if (place === was && isSamePart) return [];
	if (place.at === 'bottom' && !room.visit) {
		const isBack = was.at !== 'bottom' || !isSamePart;
		return isBack && !before.screen.picked ? [`At the newest message of ${roomName(room)}.`] : [];
	}
	const shown = shownRoom(room);
	const now = span(paneInput(after, place));
	const then = isSamePart ? span(paneInput(after, was)) : undefined;
	const isUp = !then || isHigher(place, was);
	const from = then && !isUp ? Math.max(now.from, Math.min(then.to, now.to)) : now.from;
	const to = then && isUp ? Math.min(now.to, Math.max(then.from, now.from)) : now.to;
	const {lines} = timed(entriesIn(shown, from, to, after), shown, after, undefined);
	if (lines.length === 0) return [];
	const isFirst = from <= shown.log.start && shown.complete;
	return [
		isUp ? 'Earlier:' : 'Later:',
		...(isFirst ? [`The beginning of ${roomName(room)}.`] : []),
		...lines,
	];
};

const readHint = (before: Snapshot, {screen: {hint}}: Snapshot): string[] => {
	if (!hint || hint === before.screen.hint) return [];
	return [`${hint.tone === 'error' ? 'Error: ' : ''}${label(hint.text)}`];
};

/** What there is to read of what the person did. */
export const readFocus = (before: Snapshot, after: Snapshot): string[] => {
	if (before.screen === after.screen && before.state === after.state) return [];
	return [
		...readSidebar(before, after),
		...readPage(before, after),
		...readPicked(before, after),
		...readAbout(before, after),
		...readMenu(before, after),
		...readHint(before, after),
	];
};
