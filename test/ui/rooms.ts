/** Rooms and panes for drawings, in few words. */
import {append, emptyLog} from '../../source/client/log.ts';
import {newRoom} from '../../source/client/rooms.ts';
import type {Line, MessageLine, Pending, Room} from '../../source/client/state.ts';
import type {Texts} from '../../source/ui/appearance.ts';
import {timeFormat} from '../../source/ui/local-time.ts';
import {createTheme} from '../../source/ui/themes.ts';
import type {PaneInput} from '../../source/ui/view.ts';

/** Times by UTC, so that a drawing is the same everywhere. */
export const utc = timeFormat({clock: '24', zone: 'UTC'});

/** Milliseconds of a time such as `14:02` on 19 November 2026, or so many days later. */
export const clockTime = (time: string, days = 0): number => {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return Date.UTC(2026, 10, 19 + days, hours, minutes);
};

export const says = (
	time: string,
	id: string,
	msg: string,
	more: Partial<Omit<MessageLine, 'type'>> & {days?: number} = {},
): Line => {
	const {days, ...rest} = more;
	return {type: 'message', seq: 1, id, msg, ts: clockTime(time, days), mine: false, mention: false, ...rest};
};

export const sending = (msg: string, more: Partial<Pending> = {}): Pending => ({
	nonce: 'n',
	msg,
	ts: clockTime('14:06'),
	...more,
});

export const roomOf = (lines: readonly Line[], more: Partial<Room> = {}): Room => ({
	...newRoom('general'),
	live: true,
	entered: true,
	log: append(emptyLog(), lines),
	...more,
});

/** The room after more lines came. */
export const withLines = (room: Room, lines: readonly Line[], most?: number): Room => ({
	...room,
	log: append(room.log, lines, most),
});

export const mono = createTheme({depth: 0, background: 'dark'});
export const colour = createTheme({depth: 24, background: 'dark'});

/** Markdown, and links that nobody can click: rows as text. */
export const texts: Texts = {markdown: true, joins: true, links: false, highlight: undefined};

export const paneOf = (
	room: Room,
	width: number,
	height: number,
	more: Partial<PaneInput> = {},
): PaneInput => ({
	room,
	width,
	height,
	place: {at: 'bottom'},
	theme: colour,
	texts,
	clock: utc,
	me: 'Alice',
	hints: {retry: 'Alt+R', pick: 'Alt+↑', fold: 'x'},
	...more,
});
