/** Commands about one's own name: what opens it, and who else may come in. */
import {checkLine} from '../clean.ts';
import {ChatError} from '../errors.ts';
import type {RequestOf} from '../messages.ts';
import {isDirect} from '../names.ts';
import {parseSpan} from '../spans.ts';
import type {Role} from '../standing.ts';
import {roles} from '../values.ts';
import {type CommandRow, firstWord, idName, roomName} from './row.ts';

const inviteUsage = '[#room] [name] [--uses N] [--for 7d] [--role operator]';
const tokenUsage = 'label [--for 30d]';

type Flags = {readonly words: readonly string[]; readonly flags: ReadonlyMap<string, string>};

/** `--name value` or `--name=value` among other words. Dashes that a phone made one are two. */
const flagsIn = (rest: string, known: readonly string[], usage: string): Flags => {
	const words: string[] = [];
	const flags = new Map<string, string>();
	const all = rest.split(/\s+/).filter(Boolean);
	for (let word = all.shift(); word !== undefined; word = all.shift()) {
		const [, name, value = all[0]] = /^(?:--|—)([a-z]+)(?:=(.*))?$/i.exec(word) ?? [];
		if (name === undefined) {
			words.push(word);
			continue;
		}
		if (!known.includes(name.toLowerCase()) || value === undefined || value === '')
			throw new ChatError('BAD_REQUEST', `Usage: ${usage}`);
		if (!word.includes('=')) all.shift();
		flags.set(name.toLowerCase(), value);
	}
	return {words, flags};
};

/** @throws {ChatError} BAD_REQUEST */
const spanOf = (text: string): number => {
	const span = parseSpan(text);
	if (span !== undefined && span >= 1000 && Number.isSafeInteger(span)) return span;
	throw new ChatError('BAD_REQUEST', `“${text.slice(0, 40)}” is no time. Write one as in 30m, 2h or 7d.`);
};

const usesOf = (text: string): number => {
	const uses = /^\d{1,9}$/.test(text) ? Number(text) : 0;
	if (uses > 0) return uses;
	throw new ChatError('BAD_REQUEST', '--uses takes a number, 1 or more.');
};

/** @throws {ChatError} BAD_REQUEST */
export const roleOf = (text: string): Role => {
	const role = roles.find(one => one === text.toLowerCase());
	if (role) return role;
	throw new ChatError('BAD_REQUEST', `There is no such role. Roles are ${roles.join(', ')}.`);
};

const invitation = (rest: string, here: string, nonce: string): RequestOf<'invite'> => {
	const {words, flags} = flagsIn(rest, ['uses', 'for', 'role'], `/invite ${inviteUsage}`);
	const rooms = words.filter(word => word.startsWith('#'));
	const people = words.filter(word => !word.startsWith('#'));
	if (rooms.length > 1 || people.length > 1)
		throw new ChatError('BAD_REQUEST', `Usage: /invite ${inviteUsage}`);
	const room = rooms[0] === undefined ? (isDirect(here) ? undefined : here) : roomName(rooms[0]);
	const [uses, time, role] = [flags.get('uses'), flags.get('for'), flags.get('role')];
	return {
		type: 'invite',
		...(room === undefined ? {} : {room}),
		...(people[0] === undefined ? {} : {id: idName(people[0])}),
		...(uses === undefined ? {} : {uses: usesOf(uses)}),
		...(time === undefined ? {} : {ms: spanOf(time)}),
		...(role === undefined ? {} : {role: roleOf(role)}),
		nonce,
	};
};

export const accountRows: readonly CommandRow[] = [
	{
		name: 'register',
		aliases: ['password'],
		usage: '',
		args: [],
		says: 'set or change the password of your name, for your other devices; it is asked for, and never stands in the line',
		needsScreen: true,
		secret: true,
		// What stands behind it may be a password: it goes nowhere.
		run: rest => ({screen: 'register', argument: rest === '' ? '' : 'typed'}),
	},
	{
		name: 'devices',
		usage: '',
		args: [],
		says: 'list what may come in as you: keys, access tokens, log-ins by password',
		run: (_, {nonce}) => ({type: 'devices', nonce: nonce()}),
	},
	{
		name: 'revoke',
		usage: 'device',
		args: ['device'],
		says: 'take one of your devices away, as /devices names it; its connection ends',
		needs: 1,
		run: (rest, {nonce}) => ({type: 'revoke', device: firstWord(rest), nonce: nonce()}),
	},
	{
		name: 'token',
		usage: tokenUsage,
		args: ['text'],
		says: 'make an access token for a program of yours; it is shown once',
		needs: 1,
		run(rest, {nonce}) {
			const {words, flags} = flagsIn(rest, ['for'], `/token ${tokenUsage}`);
			if (words.length === 0) throw new ChatError('BAD_REQUEST', `Usage: /token ${tokenUsage}`);
			const time = flags.get('for');
			return {
				type: 'token',
				label: checkLine(words.join(' ')),
				...(time === undefined ? {} : {ms: spanOf(time)}),
				nonce: nonce(),
			};
		},
	},
	{
		name: 'invite',
		usage: inviteUsage,
		args: ['invited'],
		says: 'make an invitation to this room or another one; with a name, let somebody into a room',
		run: (rest, {room, nonce}) => invitation(rest, room, nonce()),
	},
	{
		name: 'invites',
		usage: '',
		args: [],
		says: 'list the invitations that you made',
		run: (_, {nonce}) => ({type: 'invites', nonce: nonce()}),
	},
	{
		name: 'uninvite',
		usage: 'invitation',
		args: ['invite'],
		says: 'take an invitation back, as /invites names it',
		needs: 1,
		run: (rest, {nonce}) => ({type: 'uninvite', invite: firstWord(rest), nonce: nonce()}),
	},
];
