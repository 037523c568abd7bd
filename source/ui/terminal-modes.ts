/** What we ask of a terminal while we have it, and how each of it is taken back. */
import {label} from './labels.ts';

const esc = '\u001b';

/**
 * Autowrap off: after a resize a stale frame must be cut at the right edge, not pushed into the next row.
 * Bracketed paste: what is pasted can never be a key. Focus reports (1004). Whether people chose a light or a dark
 * look, each time that changes (2031). The window's title is kept on xterm's title stack.
 */
export const takeModes = `${esc}[?7l${esc}[?2004h${esc}[?1004h${esc}[?2031h${esc}[22;2t`;

/** Bracketed paste alone: all that is asked of a terminal on which nothing is drawn. */
export const takePaste = `${esc}[?2004h`;
export const givePaste = `${esc}[?2004l`;

/** Presses and the wheel, with coordinates as digits (1006), without which a click beyond column 223 is typed text. */
export const takeMouse = `${esc}[?1000h${esc}[?1006h`;
export const giveMouse = `${esc}[?1006l${esc}[?1000l`;

export const giveModes = `${giveMouse}${esc}[23;2t${esc}[?2031l${esc}[?1004l${esc}[?2004l${esc}[?7h`;

/** Synchronized output (2026): what follows is shown at once when Ink's frame, which is of this kind, has ended. */
export const beginFrame = `${esc}[?2026h`;
export const endFrame = `${esc}[?2026l`;

/** Ink does the same a moment later, which changes nothing; what is asked before that must not be written over a shell's lines. */
export const enterScreen = `${esc}[?1049h`;

export const clearScreen = `${esc}[2J${esc}[H`;

export const bell = '\u0007';

/** OSC 52: puts a text on the clipboard of the terminal that one sits at, also over SSH. */
export const clipboard = (text: string): string =>
	`${esc}]52;c;${Buffer.from(text).toString('base64')}\u0007`;

/** OSC 2, of any text: a name with a tab in it, as a hostile server may tell, would reach the terminal raw. */
export const windowTitle = (text: string): string => `${esc}]2;${label(text)}\u0007`;

/** How a terminal is asked for a notification on the desktop. */
export type NoticeWay = 'osc9' | 'osc777' | 'none';

/**
 * iTerm2's OSC 9 has a text, rxvt's OSC 777 a title, too. What begins with digits and a semicolon would be another
 * command to some terminals, and a title ends at its semicolon. Both have to be drawable.
 */
export const desktopNotice = (way: NoticeWay, title: string, body: string): string => {
	switch (way) {
		case 'osc9':
			return `${esc}]9;${`${title}: ${body}`.replace(/^(\d+);/, '$1,')}\u0007`;
		case 'osc777':
			return `${esc}]777;notify;${title.replaceAll(';', ',')};${body.replaceAll(';', ',')}\u0007`;
		case 'none':
			return '';
	}
};

/** tmux keeps what it does not know itself, unless it is told to hand it on (`allow-passthrough`). */
export const throughTmux = (sequence: string): string =>
	`${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${esc}\\`;
