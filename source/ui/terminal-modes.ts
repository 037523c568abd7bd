/** What we ask of a terminal while we have it, and how each of it is taken back. */
const esc = '\u001b';

/**
 * Autowrap off: after a resize a stale frame must be cut at the right edge, not pushed into the next row.
 * Bracketed paste: what is pasted can never be a key. The window's title is kept on xterm's title stack.
 */
export const takeModes = `${esc}[?7l${esc}[?2004h${esc}[22;2t`;
export const giveModes = `${esc}[23;2t${esc}[?2004l${esc}[?7h`;

export const clearScreen = `${esc}[2J${esc}[H`;

/** OSC 52: puts a text on the clipboard of the terminal that one sits at, also over SSH. */
export const clipboard = (text: string): string =>
	`${esc}]52;c;${Buffer.from(text).toString('base64')}\u0007`;

/** OSC 2. The text has to be drawable. */
export const windowTitle = (text: string): string => `${esc}]2;${text}\u0007`;
