/** The table of slash commands: how each is written, what it does, and what it asks of the server or the screen. */
import {checkLine, isReaction} from './clean.ts';
import {type CommandContext, messageFor} from './command-context.ts';
import {ChatError} from './errors.ts';
import type {Request} from './messages.ts';
import {checkPerson, checkRoom, checkTarget, directMark, isDirect} from './names.ts';
import {signOf} from './signs.ts';

/** What the words after a command are, for completion. `text` is everything that is left. */
export type Argument = 'room' | 'id' | 'command' | 'sign' | 'query' | 'text';

export type ScreenCommand = 'help' | 'query' | 'search' | 'edit' | 'clear' | 'reconnect' | 'sidebar';

/** A command: its names, what help says of it, and what it does. */
export type CommandRow = {
	name: string;
	aliases?: readonly string[];
	usage: string;
	args: readonly Argument[];
	says: string;
	operator?: true;
	/** words without which the usage is told instead */
	needs?: number;
	run: (rest: string, context: CommandContext) => Request | {screen: ScreenCommand; argument: string};
};

/** What stands before the first blank. */
export const firstWord = (rest: string): string => rest.split(/\s+/, 1)[0] ?? '';
const afterWord = (rest: string): string => rest.slice(firstWord(rest).length).trim();

const roomName = (value: string): string => checkRoom(value.replace(/^#/, ''));
/** The room on the screen, for what a conversation of two does not have. */
const roomHere = (room: string): string => {
	if (isDirect(room)) throw new ChatError('BAD_REQUEST', 'This is no room, but a conversation of two.');
	return room;
};
const idName = (value: string): string => checkPerson(value.replace(/^@/, ''));
const targetName = (value: string): string => (isDirect(value) ? checkTarget(value) : roomName(value));

/** All commands, in the order in which help lists them. */
export const commandRows: readonly CommandRow[] = [
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
		needs: 1,
		run: (rest, {nonce}) => ({
			type: 'join',
			room: roomName(firstWord(rest)),
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
			room: rest === '' ? room : targetName(firstWord(rest)),
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
			room: rest === '' ? roomHere(room) : roomName(firstWord(rest)),
			nonce: nonce(),
		}),
	},
	{
		name: 'whois',
		usage: 'name',
		args: ['id'],
		says: 'tell about a person',
		needs: 1,
		run: (rest, {nonce}) => ({type: 'whois', id: idName(firstWord(rest)), nonce: nonce()}),
	},
	{
		name: 'topic',
		usage: '[text]',
		args: ['text'],
		says: "set this room's topic; no text clears it",
		run: (rest, {room, nonce}) => ({
			type: 'topic',
			room: roomHere(room),
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
		needs: 2,
		run: (rest, {nonce}) => ({
			type: 'say',
			room: directMark + idName(firstWord(rest)),
			msg: afterWord(rest),
			nonce: nonce(),
		}),
	},
	{
		name: 'query',
		usage: 'name',
		args: ['id'],
		says: 'open the direct conversation with a person',
		needs: 1,
		run: rest => ({screen: 'query', argument: idName(firstWord(rest))}),
	},
	{
		name: 'me',
		usage: 'text',
		args: ['text'],
		says: 'say what you are doing, as in: * Alice waves',
		needs: 1,
		run: (rest, {room, nonce}) => ({
			type: 'say',
			room,
			msg: rest,
			kind: 'me',
			nonce: nonce(),
		}),
	},
	{
		name: 'reply',
		usage: 'text',
		args: ['text'],
		says: 'answer the message that is picked, or else the newest of somebody else',
		needs: 1,
		run: (rest, context) => ({
			type: 'say',
			room: context.room,
			msg: rest,
			ref: messageFor('reply', 'others', context),
			nonce: context.nonce(),
		}),
	},
	{
		name: 'edit',
		usage: '[text]',
		args: ['text'],
		says: 'change your message that is picked, or else your newest; no text brings it back to be edited',
		run: (rest, context) => {
			const ref = messageFor('edit', 'mine', context);
			if (rest === '') return {screen: 'edit', argument: ''};
			return {type: 'edit', room: context.room, ref, msg: rest, nonce: context.nonce()};
		},
	},
	{
		name: 'delete',
		usage: '',
		args: [],
		says: 'delete the message that is picked, or else your newest, for everybody',
		run: (_, context) => ({
			type: 'delete',
			room: context.room,
			ref: messageFor('delete', 'mine', context),
			nonce: context.nonce(),
		}),
	},
	{
		name: 'react',
		usage: 'sign',
		args: ['sign'],
		says: 'put a sign such as 👍 or :heart: to the message that is picked, or else the newest; again takes it off',
		needs: 1,
		run: (rest, context) => {
			const emoji = signOf(firstWord(rest));
			if (!isReaction(emoji))
				throw new ChatError('BAD_REQUEST', 'Only one emoji or symbol can be put to a message.');
			const ref = messageFor('react', 'any', context);
			return {type: 'react', room: context.room, ref, emoji, nonce: context.nonce()};
		},
	},
	{
		name: 'search',
		aliases: ['find'],
		usage: 'words [in:#room] [from:name] [before:date]',
		args: ['query'],
		says: 'find messages, the newest first; a date is 2026-11-01, or how long ago: 7d',
		run: rest => ({screen: 'search', argument: rest}),
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
		needs: 1,
		run: (rest, {nonce}) => ({
			type: 'kick',
			id: idName(firstWord(rest)),
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
		needs: 1,
		run: (rest, {nonce}) => ({type: 'announce', msg: rest, nonce: nonce()}),
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
