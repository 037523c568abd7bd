/** Commands about rooms. */
import {checkLine} from '../clean.ts';
import {type CommandRow, firstWord, roomHere, roomName, targetName} from './row.ts';

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
];
