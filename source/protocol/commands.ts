/**
 * The table of slash commands. Help, completion, the README and the tests read it; the full screen, the pipe
 * and people at netcat all go through `parse`.
 */
import {closest, distance} from 'fastest-levenshtein';
import {checkLine, clean} from './clean.ts';
import {ChatError} from './errors.ts';
import type {Request} from './messages.ts';
import {checkId, checkRoom, checkTarget, directMark, isDirect, nameKey} from './names.ts';

/** What the words after a command are, for completion. `text` is everything that is left. */
export type Argument = 'room' | 'id' | 'command' | 'text';

/** Where one is while typing, and what chance has to give. */
export type CommandContext = {
	/** the room or direct conversation on the screen */
	room: string;
	/** a fresh nonce for each call */
	nonce: () => string;
};

export type ScreenCommand = 'help' | 'query' | 'clear' | 'reconnect' | 'sidebar';

export type Parsed =
	| {type: 'request'; request: Request}
	/** for the program that shows the chat, not for the server */
	| {type: 'screen'; name: ScreenCommand; argument: string}
	| {type: 'nothing'};

type Row = {
	name: string;
	aliases?: readonly string[];
	usage: string;
	args: readonly Argument[];
	says: string;
	operator?: true;
	run: (rest: string, context: CommandContext) => Request | {screen: ScreenCommand; argument: string};
};

const word = (rest: string): string => rest.split(/\s+/, 1)[0] ?? '';
const afterWord = (rest: string): string => rest.slice(word(rest).length).trim();

const needed = (value: string, usage: string): string => {
	if (value === '') throw new ChatError('BAD_REQUEST', `Usage: ${usage}`);
	return value;
};

const roomName = (value: string): string => checkRoom(value.replace(/^#/, ''));
const idName = (value: string): string => checkId(value.replace(/^@/, ''));
const targetName = (value: string): string => (isDirect(value) ? checkTarget(value) : roomName(value));

const rows: readonly Row[] = [
	{
		name: 'help',
		usage: '[command]',
		args: ['command'],
		says: 'show all keys and commands, or one of them',
		run: rest => ({screen: 'help', argument: rest.replace(/^\//, '')}),
	},
	{
		name: 'join',
		usage: '#room',
		args: ['room'],
		says: 'enter a room; it is made if there is none',
		run: (rest, {nonce}) => ({
			type: 'join',
			room: roomName(needed(word(rest), '/join #room')),
			nonce: nonce(),
		}),
	},
	{
		name: 'leave',
		aliases: ['part', 'close'],
		usage: '[#room]',
		args: ['room'],
		says: 'leave a room or close a conversation; this one if none is named',
		run: (rest, {room, nonce}) => ({
			type: 'leave',
			room: rest === '' ? room : targetName(word(rest)),
			nonce: nonce(),
		}),
	},
	{
		name: 'rooms',
		aliases: ['list'],
		usage: '',
		args: [],
		says: 'list all rooms of this server',
		run: (_, {nonce}) => ({type: 'rooms', nonce: nonce()}),
	},
	{
		name: 'who',
		aliases: ['names'],
		usage: '[#room]',
		args: ['room'],
		says: 'list who is in a room',
		run: (rest, {room, nonce}) => ({
			type: 'who',
			room: roomName(rest === '' ? room : word(rest)),
			nonce: nonce(),
		}),
	},
	{
		name: 'whois',
		usage: 'name',
		args: ['id'],
		says: 'tell about a person',
		run: (rest, {nonce}) => ({type: 'whois', id: idName(needed(word(rest), '/whois name')), nonce: nonce()}),
	},
	{
		name: 'topic',
		usage: 'text',
		args: ['text'],
		says: "set this room's topic",
		run: (rest, {room, nonce}) => ({
			type: 'topic',
			room: checkRoom(room),
			topic: checkLine(rest),
			nonce: nonce(),
		}),
	},
	{
		name: 'msg',
		aliases: ['dm', 'tell'],
		usage: 'name text',
		args: ['id', 'text'],
		says: 'say something to one person only',
		run: (rest, {nonce}) => ({
			type: 'say',
			room: directMark + idName(needed(word(rest), '/msg name text')),
			msg: needed(afterWord(rest), '/msg name text'),
			nonce: nonce(),
		}),
	},
	{
		name: 'query',
		usage: 'name',
		args: ['id'],
		says: 'open the direct conversation with a person',
		run: rest => ({screen: 'query', argument: idName(needed(word(rest), '/query name'))}),
	},
	{
		name: 'me',
		usage: 'text',
		args: ['text'],
		says: 'say what you are doing, as in: * Alice waves',
		run: (rest, {room, nonce}) => ({
			type: 'say',
			room,
			msg: needed(rest, '/me text'),
			kind: 'me',
			nonce: nonce(),
		}),
	},
	{
		name: 'away',
		usage: '[text]',
		args: ['text'],
		says: 'show that you are away, and why',
		run: (rest, {nonce}) => ({type: 'away', text: checkLine(rest), nonce: nonce()}),
	},
	{
		name: 'back',
		usage: '',
		args: [],
		says: 'show that you are back',
		run: (_, {nonce}) => ({type: 'back', nonce: nonce()}),
	},
	{
		name: 'kick',
		usage: 'name [reason]',
		args: ['id', 'text'],
		says: 'end the connection of a person',
		operator: true,
		run: (rest, {nonce}) => ({
			type: 'kick',
			id: idName(needed(word(rest), '/kick name [reason]')),
			...(afterWord(rest) === '' ? {} : {reason: checkLine(afterWord(rest))}),
			nonce: nonce(),
		}),
	},
	{
		name: 'say',
		usage: 'text',
		args: ['text'],
		says: 'say something to everybody on this server',
		operator: true,
		run: (rest, {nonce}) => ({type: 'announce', msg: needed(rest, '/say text'), nonce: nonce()}),
	},
	{
		name: 'clear',
		usage: '',
		args: [],
		says: 'empty this window; nothing is deleted',
		run: () => ({screen: 'clear', argument: ''}),
	},
	{
		name: 'sidebar',
		usage: '',
		args: [],
		says: 'show or hide the sidebar',
		run: () => ({screen: 'sidebar', argument: ''}),
	},
	{
		name: 'reconnect',
		usage: '',
		args: [],
		says: 'connect again now',
		run: () => ({screen: 'reconnect', argument: ''}),
	},
	{
		name: 'quit',
		aliases: ['exit'],
		usage: '[text]',
		args: ['text'],
		says: 'leave the chat',
		run: (rest, {nonce}) => ({
			type: 'quit',
			...(rest === '' ? {} : {text: checkLine(rest)}),
			nonce: nonce(),
		}),
	},
];

export type Command = Omit<Row, 'run'>;
export const commands: readonly Command[] = rows;

const byName = new Map(
	rows.flatMap(row => [row.name, ...(row.aliases ?? [])].map(name => [name, row] as const)),
);

/** A command by its name or one of its other names. */
export const findCommand = (name: string): Command | undefined => byName.get(name.toLowerCase());

/** How a command is written, as in `/msg name text`. */
export const usageOf = ({name, usage}: Command): string => `/${name}${usage === '' ? '' : ` ${usage}`}`;

/**
 * What a typed text means. `/word` is a command, `//word` says `/word`, anything else is said in the room.
 * A text that only begins like a path (`/etc/hosts is …`) is still a command, so that a mistyped one is
 * never said aloud.
 * @throws {ChatError} UNKNOWN_COMMAND with the nearest match, BAD_REQUEST with the usage, or what a name lacks
 */
export const parse = (typed: string, context: CommandContext): Parsed => {
	const said = clean(typed);
	if (said.trim() === '') return {type: 'nothing'};
	if (!said.startsWith('/') || said.startsWith('//')) {
		const msg = said.startsWith('//') ? said.slice(1) : said;
		return {type: 'request', request: {type: 'say', room: context.room, msg, nonce: context.nonce()}};
	}
	const name = word(said.slice(1)).toLowerCase();
	const row = byName.get(name);
	if (!row) throw unknown(name);
	const done = row.run(said.slice(1 + name.length).trim(), context);
	return 'screen' in done
		? {type: 'screen', name: done.screen, argument: done.argument}
		: {type: 'request', request: done};
};

const unknown = (name: string): ChatError => {
	const nearest = closest(name, [...byName.keys()]);
	const near = name !== '' && distance(name, nearest) <= Math.max(1, Math.floor(name.length / 2));
	const hint = near ? `Did you mean /${nearest}?` : '/help lists them all.';
	return new ChatError('UNKNOWN_COMMAND', `There is no command /${name.slice(0, 40)}. ${hint}`);
};

/** What completion may choose from. */
export type Candidates = {rooms: readonly string[]; ids: readonly string[]};

/** The part of a text that is being completed, and what may stand there instead, best first. */
export type Completion = {start: number; end: number; choices: readonly string[]};

/**
 * Completes the word that ends at the cursor: a command, a room, a name, by its beginning and without regard
 * to case. Choices carry what follows them: a colon after a name that opens a line, else a space.
 * @param cursor in UTF-16 units
 */
export const complete = (typed: string, cursor: number, candidates: Candidates): Completion | undefined => {
	const before = typed.slice(0, cursor);
	const start = before.search(/\S*$/u);
	const stem = before.slice(start);
	const choices = choicesFor(before.slice(0, start), stem, candidates);
	return choices.length === 0 ? undefined : {start, end: cursor, choices};
};

const choicesFor = (before: string, stem: string, {rooms, ids}: Candidates): string[] => {
	const named = (prefix: string, names: readonly string[], end: string): string[] => {
		const key = nameKey(stem.slice(stem.startsWith(prefix) ? prefix.length : 0));
		return names.filter(name => nameKey(name).startsWith(key)).map(name => `${prefix}${name}${end}`);
	};
	const commandNames = (prefix: string): string[] =>
		[...byName.keys()]
			.filter(name => name.startsWith(stem.replace(/^\//, '').toLowerCase()))
			.map(name => `${prefix}${name} `);

	if (before.trim() === '' && stem.startsWith('/')) return commandNames('/');
	switch (argumentAt(before)) {
		case 'room':
			return named('#', rooms, ' ');
		case 'id':
			return named('', ids, ' ');
		case 'command':
			return commandNames('');
		default:
	}
	if (stem.startsWith('#')) return named('#', rooms, ' ');
	if (stem.startsWith('@')) return named('@', ids, ' ');
	if (stem === '') return [];
	return named('', ids, before.trim() === '' ? ': ' : ' ');
};

/** Which argument of a command stands after this text, if it is a command. */
const argumentAt = (before: string): Argument | undefined => {
	const [, name, rest] = /^\/(\S+)\s+(.*)$/su.exec(before) ?? [];
	const args = name === undefined ? undefined : findCommand(name)?.args;
	return args?.[(rest ?? '').split(/\s+/).length - 1];
};
