/** What people may do, and what was done to them, in words: for those who read lines, and for notes on a screen. */
import {reveal} from './clean.ts';
import type {EventOf} from './messages.ts';
import {isDirect, sameName} from './names.ts';

export type Role = EventOf<'role'>['role'];
export type Mode = EventOf<'mode'>['mode'];
export type Device = EventOf<'devices'>['list'][number];
export type Invite = EventOf<'invites'>['list'][number];
export type Sanction = EventOf<'bans'>['list'][number];
export type Deed = EventOf<'audit'>['list'][number];

/** A moment as its readers take it: by their own clock, or for those who told of none in UTC. @param ms since 1970 */
export type Moment = (ms: number) => string;

/** `2026-11-21 14:02 UTC` */
export const inUtc: Moment = ms =>
	Number.isNaN(new Date(ms).getTime())
		? 'the end of time'
		: `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** On one line, whatever was written. */
const plain = (text: string): string => reveal(text).replaceAll(/[\n\t]+/g, ' ');

const named = (room: string): string => (isDirect(room) ? plain(room) : `#${plain(room)}`);

const because = (reason: string | undefined): string => (reason ? `: ${plain(reason)}` : '.');

const minuteMs = 60_000;

/** The next whole minute: whoever comes back at the time that they were told finds it over. @param ms since 1970 */
export const endMinute = (ms: number): number => Math.ceil(ms / minuteMs) * minuteMs;

const ending = (until: number, moment: Moment): string => `until ${moment(endMinute(until))}`;

/** What each role is called, with its article. */
export const roleWords: Readonly<Record<Role, string>> = {
	owner: 'an owner',
	operator: 'an operator',
	member: 'a member',
	guest: 'a guest',
};

/** Who may enter and speak. */
export const modeWords: Readonly<Record<Mode, string>> = {
	open: 'everybody may come in and speak',
	invited: 'one has to be invited',
	'read-only': 'only its operators speak',
};

/** `Alice locked #ops: one has to be invited.` */
export const modeSentence = ({id, room, mode}: EventOf<'mode'>): string =>
	`${plain(id)} ${mode === 'open' ? 'opened' : 'locked'} ${named(room)}: ${modeWords[mode]}.`;

/** `Bob is an operator of #ops now.` @param me is called “you”; left out where everybody reads the same */
export const roleSentence = ({id, role, room, by}: EventOf<'role'>, me?: string): string => {
	const who = me !== undefined && sameName(id, me) ? 'You are' : `${plain(id)} is`;
	const where = room === undefined ? '' : ` of ${named(room)}`;
	const isPlain = role === 'member' || role === 'guest';
	const what =
		room !== undefined && isPlain ? `no operator${where} any more` : `${roleWords[role]}${where} now`;
	return `${who} ${what}, by ${plain(by)}.`;
};

/** `You may not speak in #ops until 14:02: spam` */
export const mutedSentence = ({room, until, off, text}: EventOf<'muted'>, moment: Moment): string => {
	const where = room === undefined ? '' : ` in ${named(room)}`;
	if (off) return `You may speak${where} again.`;
	return `You may not speak${where}${until === undefined ? '' : ` ${ending(until, moment)}`}${because(text)}`;
};

/** `Alice lets you into #ops. /join #ops` */
export const invitedSentence = ({room, id}: EventOf<'invited'>): string =>
	`${plain(id)} lets you into ${named(room)}. To enter it: /join ${named(room)}`;

/** One of a list: what it is, and what there is to know besides. */
export type Words = {readonly what: string; readonly details: string};

/** What a device is, for people. */
export const deviceSorts: Readonly<Record<Device['sort'], string>> = {
	key: 'key',
	token: 'access token',
	session: 'log-in by password',
};

export const deviceWords = ({sort, label, since, seen, current, device}: Device, moment: Moment): Words => ({
	// First what tells it from the others: a narrow screen cuts the rest.
	what: `${current ? 'this one: ' : ''}${label === '' ? deviceSorts[sort] : plain(label)}`,
	details: [
		...(label === '' ? [] : [deviceSorts[sort]]),
		`since ${moment(since)}`,
		`seen ${moment(seen)}`,
		plain(device),
	].join(', '),
});

export const inviteWords = ({invite, by, room, role, uses, until}: Invite, moment: Moment): Words => ({
	what: [
		room === undefined ? 'to this server' : `to ${named(room)}`,
		...(role === undefined ? [] : [`as ${roleWords[role]}`]),
	].join(' '),
	details: [
		`by ${plain(by)}`,
		uses === undefined ? 'for any number' : `${uses} ${uses === 1 ? 'use' : 'uses'} left`,
		until === undefined ? 'for ever' : ending(until, moment),
		plain(invite),
	].join(', '),
});

export const sanctionWords = (
	{effect, subject, by, ts, room, until, reason}: Sanction,
	moment: Moment,
): Words => ({
	what: `${plain(subject)} ${effect === 'ban' ? 'banned' : 'muted'}${room === undefined ? '' : ` in ${named(room)}`}`,
	details: [
		until === undefined ? 'for ever' : ending(until, moment),
		`by ${plain(by)} ${moment(ts)}`,
		...(reason ? [plain(reason)] : []),
	].join(', '),
});

/** What is done, as a verb; an action that a newer server knows stands for itself. */
const verbs: Readonly<Record<string, string>> = {
	ban: 'banned',
	unban: 'unbanned',
	mute: 'muted',
	unmute: 'unmuted',
	kick: 'kicked',
	role: 'changed the role of',
	lock: 'set who may enter and speak',
	invite: 'made the invitation',
	admit: 'invited',
	uninvite: 'took back the invitation',
	redeem: 'came by the invitation',
	announce: 'spoke to all',
	own: 'took the name',
	register: 'set a password',
	revoke: 'took a device away',
	token: 'made an access token',
};

export const deedWords = ({ts, by, action, subject, room, detail}: Deed, moment: Moment): Words => ({
	what: [
		plain(by),
		Object.hasOwn(verbs, action) ? verbs[action]! : plain(action),
		...(subject === undefined ? [] : [plain(subject)]),
		...(room === undefined ? [] : [`in ${named(room)}`]),
	].join(' '),
	details: [moment(ts), ...(detail ? [plain(detail)] : [])].join(', '),
});

type Listing = {
	readonly list: readonly Words[];
	readonly title: string;
	readonly none: string;
};

const shown = ({list, title, none}: Listing): string =>
	list.length === 0
		? none
		: [`${title}:`, ...list.map(({what, details}) => `${what} · ${details}`)].join('\n');

/** The lists that answer requests, in lines. One row for each. */
export const listings = {
	devices: ({list, password}: EventOf<'devices'>, moment: Moment): string =>
		[
			shown({
				title: 'What may come in as you',
				none: 'Nothing may come in as you.',
				list: list.map(device => deviceWords(device, moment)),
			}),
			password ? 'So may whoever knows your password.' : 'There is no password; /register makes one.',
		].join('\n'),
	invites: ({list}: EventOf<'invites'>, moment: Moment): string =>
		shown({
			title: 'Invitations',
			none: 'There are no invitations.',
			list: list.map(invite => inviteWords(invite, moment)),
		}),
	bans: ({list}: EventOf<'bans'>, moment: Moment): string =>
		shown({
			title: 'Banned and muted',
			none: 'Nobody is banned or muted.',
			list: list.map(sanction => sanctionWords(sanction, moment)),
		}),
	audit: ({list, more}: EventOf<'audit'>, moment: Moment): string =>
		[
			shown({
				title: 'What operators did, newest first',
				none: 'Operators did nothing yet.',
				list: list.map(deed => deedWords(deed, moment)),
			}),
			...(more === undefined ? [] : ['There is more.']),
		].join('\n'),
} as const;

/** A secret that is told once. */
export const tokenSentence = ({token, device}: EventOf<'token'>): string =>
	[
		'Keep this access token; it is not shown again:',
		plain(token),
		'A program comes in by it as you: TUI_CHAT_ACCESS holds it, or the file of --access-file.',
		`To take it back: /revoke ${plain(device)}`,
	].join('\n');

export const inviteSentence = ({link, invite}: EventOf<'invite'>): string =>
	[
		'For whom you invite, in a terminal:',
		`npx tui-chat ${plain(link)}`,
		...(invite === undefined ? [] : [`To take it back: /uninvite ${plain(invite)}`]),
	].join('\n');
