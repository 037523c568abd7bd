/** Bans and mutes: made, lifted and listed. */
import {ChatError} from '../../protocol/errors.ts';
import type {EventOf, RequestOf} from '../../protocol/messages.ts';
import type {Answer, Answered, Call} from '../call.ts';
import type {Member} from '../member.ts';
import {piecesOf} from '../pages.ts';
import {tellMute} from './moderation.ts';
import {type Holder, holderOf, onlyBelow, onlyGovernors, type Place, powerAt, roomAt} from './rights.ts';
import {type Effect, refusal, type Sanction} from './sanction.ts';
import {type Subject, subjectOf} from './subject.ts';
import {endOf, untilText} from './times.ts';

type Imposed = Pick<RequestOf<'ban'>, 'subject' | 'room' | 'ms' | 'reason'>;

/** Bans or mutes. @throws {ChatError} SUBJECT_BAD, OPERATORS_ONLY, NOT_ALLOWED, SERVER_FULL_OF, NOT_STORED */
export const impose = async (call: Call, effect: Effect, wanted: Imposed): Promise<Answered> => {
	const {hub, member} = call;
	const {moderation} = hub;
	const sanction = sanctionOf(call, effect, wanted);
	checkTargets(call, sanction);
	const stored = moderation.sanctions.add(sanction);
	const {subject, room, until, reason} = sanction;
	moderation.deeds.note({
		action: effect,
		by: member.id,
		subject: subject.shown,
		room: room?.name,
		detail:
			[until === undefined ? '' : `until ${untilText(until)}`, reason ?? ''].filter(Boolean).join(', ') ||
			undefined,
	});
	for (const one of moderation.affected(sanction)) take(call, one, sanction);
	// Whoever is not to come in lets nobody else in either.
	if (effect === 'ban' && room === undefined)
		for (const {account} of ownersOf(call, sanction)) moderation.invitations.revokeOf(account);
	await held(stored);
	return 'done';
};

/** Lifts a ban or a mute. @throws {ChatError} SUBJECT_BAD, OPERATORS_ONLY, NOT_ALLOWED, NO_SUCH_ENTRY, NOT_STORED */
export const lift = async (
	call: Call,
	effect: Effect,
	{subject: text, room: name}: Pick<RequestOf<'unban'>, 'subject' | 'room'>,
): Promise<Answered> => {
	const {hub, member} = call;
	const {moderation} = hub;
	const place = placeOf(call, name);
	onlyGovernors(hub, member, place);
	const sanction = moderation.sanctions.find(effect, subjectOf(text), place?.key);
	if (sanction === undefined) throw new ChatError('NO_SUCH_ENTRY');
	onlyOwn(call, sanction, place);
	const stored = moderation.sanctions.lift(sanction);
	const action = effect === 'ban' ? 'unban' : 'unmute';
	moderation.deeds.note({action, by: member.id, subject: sanction.subject.shown, room: place?.name});
	moderation.tellOver(sanction);
	await held(stored);
	return 'done';
};

/** Lists bans and mutes. @throws {ChatError} OPERATORS_ONLY */
export const listBans = (call: Call, {room: name}: RequestOf<'bans'>): Answer => {
	const {hub, member} = call;
	const place = placeOf(call, name);
	onlyGovernors(hub, member, place);
	const list = hub.moderation.sanctions
		.list(place?.key)
		// Addresses are for operators of the server alone.
		.filter(({subject}) => member.operator || subject.type !== 'address')
		.map(shown);
	return inPages(list).map(page => ({type: 'bans', list: page}));
};

type Shown = EventOf<'bans'>['list'][number];

const shown = ({effect, subject, by, ts, room, until, reason}: Sanction): Shown => ({
	effect,
	subject: subject.shown,
	by,
	ts,
	...(room === undefined ? {} : {room: room.name}),
	...(until === undefined ? {} : {until}),
	...(reason ? {reason} : {}),
});

/** Cut so that each piece fits a line, and one empty page for an empty list: a question has an answer. */
export const inPages = <Item extends object>(list: readonly Item[]): Item[][] => {
	const pages = piecesOf(list);
	return pages.length === 0 ? [[]] : pages;
};

const placeOf = ({hub}: Call, name: string | undefined): Place => {
	if (name === undefined) return undefined;
	const {key, name: written} = roomAt(hub, name);
	return {key, name: written};
};

const sanctionOf = (
	call: Call,
	effect: Effect,
	{subject: text, room: name, ms, reason}: Imposed,
): Sanction => {
	const {hub, member, clock, host} = call;
	const place = placeOf(call, name);
	onlyGovernors(hub, member, place);
	const subject = subjectOf(text);
	if (subject.type === 'address' && !member.operator)
		throw new ChatError(
			'OPERATORS_ONLY',
			'Only operators of the server do that to addresses. Name a person.',
		);
	const ts = clock.now();
	const keys = subject.type === 'name' ? host.accounts.fingerprintsOf(subject.value) : [];
	return {
		effect,
		subject,
		keys,
		names: namesOf(call, subject, keys),
		room: place,
		until: endOf(ts, ms),
		reason: reason || undefined,
		by: member.id,
		power: powerAt(hub, place, member),
		ts,
	};
};

/** @throws {ChatError} NOT_ALLOWED when it would hit whoever makes it, or somebody who is as much */
const checkTargets = (call: Call, sanction: Sanction): void => {
	const {hub, member} = call;
	const {effect, subject, room} = sanction;
	const affected = hub.moderation.affected(sanction);
	if (affected.includes(member)) throw new ChatError('NOT_ALLOWED', 'That is yourself.');
	for (const one of [...affected, ...ownersOf(call, sanction)]) onlyBelow(hub, room, member, one);
	const old = hub.moderation.sanctions.find(effect, subject, room?.key);
	if (old) onlyOwn(call, old, room);
};

/** Those whose names, or keys, it is for, be they here or not. */
const ownersOf = (call: Call, {subject, keys}: Sanction): Holder[] => {
	const names = new Set(subject.type === 'name' ? [subject.value] : []);
	for (const name of namesOf(call, subject, keys)) names.add(name);
	return [...names].flatMap(name => holderOf(call, name) ?? []);
};

/** Keys of all names that belong to whoever has one of these keys. */
const namesOf = ({host}: Call, {type, value}: Subject, keys: readonly string[]): string[] => [
	...new Set((type === 'key' ? [value] : keys).flatMap(key => host.accounts.devices.ownersOf(key))),
];

/** Nobody takes back, or makes shorter, what somebody above them made. @throws {ChatError} NOT_ALLOWED */
const onlyOwn = ({hub, member}: Call, {by, power}: Sanction, place: Place): void => {
	if (powerAt(hub, place, member) < power)
		throw new ChatError('NOT_ALLOWED', `${by} did that, who is more than you are. Ask them.`);
};

/** What becomes of somebody who is here. */
const take = ({hub}: Call, one: Member, sanction: Sanction): void => {
	const {effect, room: place, reason} = sanction;
	if (effect === 'mute') tellMute(one, sanction);
	else if (place === undefined) one.cut(refusal(sanction)!);
	else {
		const room = hub.rooms.get(place.key);
		if (room === undefined || !one.rooms.has(room)) return;
		hub.expel(one, room, reason ?? 'banned').catch(() => {});
		one.tell({type: 'gone', room: room.name, why: 'banned', ...(reason ? {text: reason} : {})});
	}
};

/** @throws {ChatError} NOT_STORED, with what holds all the same */
export const held = async (stored: Promise<void>): Promise<void> => {
	try {
		await stored;
	} catch (cause) {
		throw new ChatError(
			'NOT_STORED',
			'It holds while the server runs, and could not be stored. Tell the server’s owner.',
			{cause},
		);
	}
};
