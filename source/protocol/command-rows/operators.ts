/** What only operators may do: of the server, and most of it also those of a room, in their room. */
import {checkLine} from '../clean.ts';
import {ChatError} from '../errors.ts';
import type {Request, RequestOf} from '../messages.ts';
import {parseSpan} from '../spans.ts';
import type {Mode} from '../standing.ts';
import {afterWord, type CommandRow, firstWord, idName, roomHere, roomName} from './row.ts';

/** Whom, where, for how long and why: `Mallory #ops 2h spam`. Only the first one has to be there. */
type Aim = {
	readonly subject: string;
	readonly room?: string;
	readonly ms?: number;
	readonly reason?: string;
};

export const aimOf = (rest: string): Aim => {
	let left = afterWord(rest);
	const room = left.startsWith('#') ? firstWord(left) : undefined;
	if (room !== undefined) left = afterWord(left);
	const ms = parseSpan(firstWord(left));
	if (ms !== undefined) left = afterWord(left);
	return {
		// With its `@`, by which the server tells a name from an address.
		subject: firstWord(rest),
		...(room === undefined ? {} : {room: roomName(room)}),
		...(ms === undefined ? {} : {ms}),
		...(left === '' ? {} : {reason: checkLine(left)}),
	};
};

type Undoing = RequestOf<'unban'> | RequestOf<'unmute'>;

export const undoing = (type: Undoing['type'], rest: string, nonce: string): Undoing => {
	const {subject, room} = aimOf(rest);
	return {type, subject, ...(room === undefined ? {} : {room}), nonce};
};

const roomIn = (rest: string): {room?: string} => (rest === '' ? {} : {room: roomName(firstWord(rest))});

/** `name [#room]`: somebody becomes something on this server, or in a room. */
const roleFor =
	(role: RequestOf<'role'>['role']): CommandRow['run'] =>
	(rest, {nonce}): Request => ({
		type: 'role',
		id: idName(firstWord(rest)),
		role,
		...roomIn(afterWord(rest)),
		nonce: nonce(),
	});

const modes: Readonly<Record<string, Mode>> = {
	open: 'open',
	invited: 'invited',
	'read-only': 'read-only',
	readonly: 'read-only',
};

const lockOf = (rest: string, here: string, nonce: string): RequestOf<'lock'> => {
	const words = rest.split(/\s+/).filter(Boolean);
	const room = words[0]?.startsWith('#') ? roomName(words.shift()!) : roomHere(here);
	const mode = modes[words[0]?.toLowerCase() ?? 'invited'];
	if (!mode || words.length > 1)
		throw new ChatError('BAD_REQUEST', 'Usage: /lock [#room] [invited|read-only]');
	return {type: 'lock', room, mode, nonce};
};

const aimUsage = 'name|address|range|key [#room] [time] [reason]';

export const operatorRows: readonly CommandRow[] = [
	{
		name: 'kick',
		usage: 'name [#room] [reason]',
		args: ['id', 'text'],
		says: 'end the connection of a person, or put them out of one room',
		operator: true,
		needs: 1,
		run(rest, {nonce}) {
			const left = afterWord(rest);
			const isRoom = left.startsWith('#');
			const reason = isRoom ? afterWord(left) : left;
			return {
				type: 'kick',
				id: idName(firstWord(rest)),
				...(isRoom ? {room: roomName(firstWord(left))} : {}),
				...(reason === '' ? {} : {reason: checkLine(reason)}),
				nonce: nonce(),
			};
		},
	},
	{
		name: 'ban',
		usage: aimUsage,
		args: ['id', 'span', 'text'],
		says: 'keep somebody out of this server or a room, as in /ban Mallory 2h spam; a name bans its keys too',
		operator: true,
		needs: 1,
		run: (rest, {nonce}) => ({type: 'ban', ...aimOf(rest), nonce: nonce()}),
	},
	{
		name: 'unban',
		usage: 'name|address|range|key [#room]',
		args: ['banned', 'room'],
		says: 'let somebody in again',
		operator: true,
		needs: 1,
		run: (rest, {nonce}) => undoing('unban', rest, nonce()),
	},
	{
		name: 'bans',
		usage: '[#room]',
		args: ['room'],
		says: 'list who is banned or muted',
		operator: true,
		run: (rest, {nonce}) => ({type: 'bans', ...roomIn(rest), nonce: nonce()}),
	},
	{
		name: 'op',
		usage: 'name [#room]',
		args: ['id', 'room'],
		says: 'make somebody an operator of this server, or of a room',
		operator: true,
		needs: 1,
		run: roleFor('operator'),
	},
	{
		name: 'deop',
		usage: 'name [#room]',
		args: ['id', 'room'],
		says: 'make an operator a member again',
		operator: true,
		needs: 1,
		run: roleFor('member'),
	},
	{
		name: 'owner',
		usage: 'name [#room]',
		args: ['id', 'room'],
		says: 'make somebody the owner of a room; at the server’s own screen, an owner of the server',
		operator: true,
		needs: 1,
		run: roleFor('owner'),
	},
	{
		name: 'lock',
		usage: '[#room] [invited|read-only]',
		args: ['mode', 'mode'],
		says: 'let only those into this room who are invited, or only its operators speak there',
		operator: true,
		run: (rest, {room, nonce}) => lockOf(rest, room, nonce()),
	},
	{
		name: 'unlock',
		usage: '[#room]',
		args: ['room'],
		says: 'let everybody come into this room and speak',
		operator: true,
		run: (rest, {room, nonce}) => ({
			type: 'lock',
			room: rest === '' ? roomHere(room) : roomName(firstWord(rest)),
			mode: 'open',
			nonce: nonce(),
		}),
	},
	{
		name: 'audit',
		usage: '',
		args: [],
		says: 'read what operators did',
		operator: true,
		run: (_, {nonce}) => ({type: 'audit', nonce: nonce()}),
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
];
