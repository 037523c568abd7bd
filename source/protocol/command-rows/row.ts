/** What a slash command is, and how the names in one are read. */
import type {CommandContext} from '../command-context.ts';
import {ChatError} from '../errors.ts';
import type {Request} from '../messages.ts';
import {checkPerson, checkRoom, checkTarget, isDirect} from '../names.ts';

/** What the words after a command are, for completion. `text` is everything that is left. */
export type Argument =
	| 'room'
	| 'id'
	| 'command'
	| 'sign'
	/** a room by its #, or else somebody's name */
	| 'someone'
	| 'query'
	| 'text'
	/** a setting, and what it may be set to */
	| 'preference'
	| 'value'
	| 'theme'
	/** a command of one's own */
	| 'alias'
	/** what calls one in a room */
	| 'level'
	/** how long, as in 2h */
	| 'span'
	/** who may enter a room and speak there */
	| 'mode'
	/** room, person and flags of an invitation, in any order */
	| 'invited'
	/** as they were listed last */
	| 'device'
	| 'invite'
	| 'banned';

/** What the program that shows the chat does by itself, or more of than the server could. */
export type ScreenCommand =
	| 'help'
	| 'query'
	| 'search'
	| 'mentions'
	| 'edit'
	| 'mute'
	| 'unmute'
	| 'pin'
	| 'unpin'
	| 'notify'
	| 'ignore'
	| 'unignore'
	| 'ignored'
	| 'nick'
	| 'register'
	| 'clear'
	| 'reconnect'
	| 'sidebar'
	| 'set'
	| 'alias'
	| 'unalias'
	| 'reload';

/** A command: its names, what help says of it, and what it does. */
export type CommandRow = {
	name: string;
	aliases?: readonly string[];
	usage: string;
	args: readonly Argument[];
	says: string;
	operator?: true;
	/** it is about what a program shows, so that people at netcat can do nothing with it */
	needsScreen?: true;
	/** what is written behind it is kept nowhere, and not to be found again among what was sent */
	secret?: true;
	/** words without which the usage is told instead */
	needs?: number;
	run: (rest: string, context: CommandContext) => Request | {screen: ScreenCommand; argument: string};
};

/** What stands before the first blank. */
export const firstWord = (rest: string): string => rest.split(/\s+/, 1)[0] ?? '';
export const afterWord = (rest: string): string => rest.slice(firstWord(rest).length).trim();

export const roomName = (value: string): string => checkRoom(value.replace(/^#/, ''));

/** The room on the screen, for what a conversation of two does not have. */
export const roomHere = (room: string): string => {
	if (isDirect(room)) throw new ChatError('BAD_REQUEST', 'This is no room, but a conversation of two.');
	return room;
};

export const idName = (value: string): string => checkPerson(value.replace(/^@/, ''));

/** A room, or a conversation by its `@`. */
export const targetName = (value: string): string => (isDirect(value) ? checkTarget(value) : roomName(value));

/** What a wish is about: the room that is named, or else the one on the screen. */
export const wishedFor = (rest: string, {room}: CommandContext): string =>
	rest === '' ? room : targetName(firstWord(rest));
