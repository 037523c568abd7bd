/** One ban or mute: what is known of it, whom it is for, and what they are told. */
import {ChatError} from '../../protocol/errors.ts';
import type {Member} from '../member.ts';
import {isNumber, isOneOf, isShaped, isText, isTexts, maybe, parseAs} from './shape.ts';
import {networksOf, prefixOf, type Subject} from './subject.ts';
import {untilText} from './times.ts';

export type Effect = 'ban' | 'mute';

/** Somebody may not come in, or not speak. */
export type Sanction = {
	readonly effect: Effect;
	readonly subject: Subject;
	/** of a name: the fingerprints of the keys that it had, so that another name is no way round */
	readonly keys: readonly string[];
	/** keys of the names that were theirs who have these keys: they may come in by a password, or a token */
	readonly names?: readonly string[] | undefined;
	/** key and name of the room; undefined for the whole server */
	readonly room?: {readonly key: string; readonly name: string} | undefined;
	/** ms since 1970; undefined for ever */
	readonly until?: number | undefined;
	readonly reason?: string | undefined;
	readonly by: string;
	/** how much whoever made it was there, by `powerIn`: nobody below takes it back */
	readonly power: number;
	readonly ts: number;
};

/** By what somebody is known. */
export type Suspect = Pick<Member, 'ip' | 'fingerprint'> & {
	/** `nameKey` of the id */
	readonly key: string;
};

export const parseSanction = parseAs<Sanction>({
	effect: isOneOf('ban', 'mute'),
	subject: isShaped<Subject>({type: isOneOf('name', 'key', 'address'), value: isText, shown: isText}),
	keys: isTexts,
	names: maybe(isTexts),
	room: maybe(isShaped({key: isText, name: isText})),
	until: maybe(isNumber),
	reason: maybe(isText),
	by: isText,
	power: isNumber,
	ts: isNumber,
});

/** What a later one has to share with it to take its place. */
export const placeOf = ({effect, subject: {type, value}, room}: Sanction): string =>
	[effect, type, value, room?.key ?? ''].join(' ');

export const isOver = ({until}: Sanction, now: number): boolean => until !== undefined && until <= now;

/** Does a sanction hold for somebody? */
export const isMeant = (
	{subject: {type, value}, keys, names}: Sanction,
	{key, ip, fingerprint}: Suspect,
): boolean => {
	if (fingerprint !== undefined && keys.includes(fingerprint)) return true;
	if (names?.includes(key)) return true;
	if (type === 'name') return value === key;
	if (type === 'key') return value === fingerprint;
	return ip !== undefined && networksOf(ip, kind => lengthsOf(value, kind)).includes(value);
};

const lengthsOf = (network: string, kind: string): number[] => {
	const prefix = prefixOf(network);
	return prefix.kind === kind ? [prefix.bits] : [];
};

/** All by which somebody may be found whom it is for: `name alice`, `key SHA256:…`, `address 192.0.2.0/24`. */
export const subjectsOf = ({subject: {type, value}, keys, names = []}: Sanction): string[] => [
	`${type} ${value}`,
	...keys.map(key => `key ${key}`),
	...names.map(name => `name ${name}`),
];

/** What whoever it is for is told. */
export const refusal = (sanction: Sanction | undefined): ChatError | undefined => {
	if (sanction === undefined) return undefined;
	const {effect, room, until, reason} = sanction;
	const what = effect === 'ban' ? 'banned from' : 'muted in';
	const where =
		room === undefined ? (effect === 'ban' ? 'this server' : 'all of this server') : `#${room.name}`;
	const time = until === undefined ? '' : ` until ${untilText(until)}`;
	const code = effect === 'mute' ? 'MUTED' : room === undefined ? 'BANNED' : 'ROOM_BANNED';
	return new ChatError(code, `You are ${what} ${where}${time}${reason ? `: ${reason}` : '.'}`);
};
