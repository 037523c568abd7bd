/** Commands about rooms. */
import {checkLine} from '../clean.ts';
import {ChatError} from '../errors.ts';
import {aimOf, undoing} from './operators.ts';
import {afterWord, type CommandRow, firstWord, roomHere, roomName, targetName, wishedFor} from './row.ts';

const levelWords: readonly string[] = ['all', 'mentions', 'nothing', 'default'];

/** A room or a conversation is for oneself; a name, an address or a key is for operators. */
const isWish = (rest: string): boolean => rest === '' || /^[#@]/.test(rest);

export const roomRows: readonly CommandRow[] = [
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
		usage: '[word]',
		args: ['text'],
		says: 'list the rooms of this server, or those with a word in their name or topic',
		run: (rest, {nonce}) => ({
			type: 'rooms',
			...(rest === '' ? {} : {like: checkLine(rest.replace(/^#/, ''))}),
			nonce: nonce(),
		}),
	},
	{
		name: 'who',
		aliases: ['names'],
		usage: '[#room] [name]',
		args: ['someone', 'id'],
		says: 'list who is in a room, or those whose name begins like that',
		run(rest, {room, nonce}) {
			const isElsewhere = rest.startsWith('#');
			const name = (isElsewhere ? firstWord(afterWord(rest)) : firstWord(rest)).replace(/^@/, '');
			return {
				type: 'who',
				room: isElsewhere ? roomName(firstWord(rest)) : roomHere(room),
				...(name === '' ? {} : {like: checkLine(name)}),
				nonce: nonce(),
			};
		},
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
		name: 'mute',
		usage: '[#room] | name [#room] [time] [reason]',
		args: ['room', 'span', 'text'],
		says: 'let nothing of a room call you or be counted; for operators, let somebody read and not speak',
		run: (rest, context) =>
			isWish(rest)
				? {screen: 'mute', argument: wishedFor(rest, context)}
				: {type: 'mute', ...aimOf(rest), nonce: context.nonce()},
	},
	{
		name: 'unmute',
		usage: '[#room] | name [#room]',
		args: ['room', 'room'],
		says: 'let a room call you again; for operators, let somebody speak again',
		run: (rest, context) =>
			isWish(rest)
				? {screen: 'unmute', argument: wishedFor(rest, context)}
				: undoing('unmute', rest, context.nonce()),
	},
	{
		name: 'pin',
		usage: '[#room]',
		args: ['room'],
		says: 'put a room or a conversation before the others',
		needsScreen: true,
		run: (rest, context) => ({screen: 'pin', argument: wishedFor(rest, context)}),
	},
	{
		name: 'unpin',
		usage: '[#room]',
		args: ['room'],
		says: 'put it back among the others',
		needsScreen: true,
		run: (rest, context) => ({screen: 'unpin', argument: wishedFor(rest, context)}),
	},
	{
		name: 'notify',
		usage: '[#room] [all|mentions|nothing|default]',
		args: ['level', 'level'],
		says: 'choose what calls you in a room: every message, what means you, nothing, or what is usual; no word tells it',
		needsScreen: true,
		run(rest, context) {
			const words = rest.toLowerCase().split(/\s+/).filter(Boolean);
			const level = words.at(-1) ?? '';
			const asks = words.length === 0 || (words.length === 1 && /^[#@]/.test(level));
			if (asks) return {screen: 'notify', argument: wishedFor(firstWord(rest), context)};
			if (!levelWords.includes(level) || words.length > 2)
				throw new ChatError('BAD_REQUEST', `Usage: /notify [#room] [${levelWords.join('|')}]`);
			const target = wishedFor(words.length === 1 ? '' : firstWord(rest), context);
			return {screen: 'notify', argument: `${target} ${level}`};
		},
	},
];
