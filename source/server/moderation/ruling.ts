/** What people are, who may enter a room and speak there, and who has to leave. */
import {ChatError} from '../../protocol/errors.ts';
import type {Event, RequestOf} from '../../protocol/messages.ts';
import {generalRoom, nameKey} from '../../protocol/names.ts';
import type {Answered, Call} from '../call.ts';
import type {Member} from '../member.ts';
import type {Room} from '../room.ts';
import {acquaintancesOf, tell, tellRoom} from '../telling.ts';
import {held} from './imposing.ts';
import {
	type Holder,
	holderOf,
	onlyBelow,
	onlyGovernors,
	onlyOperators,
	powerAt,
	roomAt,
	rulesAt,
} from './rights.ts';
import {openRules, type RoomRules} from './rules.ts';
import {isWelcome, power, powerOf} from './standing.ts';

/** @throws {ChatError} OPERATORS_ONLY, NO_SUCH_ID, NOT_IN_ROOM, NOT_ALLOWED */
export const kick = (call: Call, {id, room: name, reason}: RequestOf<'kick'>): 'done' => {
	const {hub, member, report} = call;
	const place = name === undefined ? undefined : roomAt(hub, name);
	onlyGovernors(hub, member, place);
	const person = hub.person(id);
	onlyBelow(hub, place, member, person);
	if (place === undefined)
		person.cut(new ChatError('KICKED', reason ? `An operator removed you: ${reason}` : undefined));
	else {
		const {room} = place;
		if (room === undefined || !person.rooms.has(room))
			throw new ChatError('NOT_IN_ROOM', `${person.id} is not in #${place.name}.`);
		putOut(call, person, room, reason);
	}
	report({event: 'kicked', id: person.id, by: member.id, room: place?.name, reason});
	const deed = {
		action: 'kick',
		by: member.id,
		subject: person.id,
		room: place?.name,
		detail: reason || undefined,
	} as const;
	hub.moderation.deeds.note(deed, false);
	return 'done';
};

/** Takes somebody out of a room, and off the list of those who may come back where there is one. */
const putOut = ({hub}: Call, person: Member, room: Room, reason: string | undefined): void => {
	const {rules, key} = room;
	if (rules !== undefined && person.account !== undefined && rules.invited.has(person.account))
		hub.moderation.rules.set(key, {...rules, invited: less(rules.invited, person.account)}).catch(() => {});
	hub.expel(person, room, reason || 'kicked').catch(() => {});
	person.tell({type: 'gone', room: room.name, why: 'kicked', ...(reason ? {text: reason} : {})});
};

/** @throws {ChatError} OPERATORS_ONLY, NO_SUCH_ACCOUNT, NOT_ALLOWED, NOT_IN_ROOM, SERVER_FULL_OF, NOT_STORED */
export const setRole = async (call: Call, request: RequestOf<'role'>): Promise<Answered> => {
	const {role, room: name} = request;
	const other = holderOf(call, nameKey(request.id));
	if (other === undefined)
		throw new ChatError(
			'NO_SUCH_ACCOUNT',
			`Nobody owns the name ${request.id}: a guest can be nothing else.`,
		);
	if (role === 'guest') throw new ChatError('BAD_REQUEST', 'Whoever owns their name is a member at least.');
	if (name === undefined) await onServer(call, other, role);
	else await inRoom(call, other, role, name);
	return 'done';
};

type Given = Exclude<RequestOf<'role'>['role'], 'guest'>;

const onServer = async ({hub, member, clock, host}: Call, other: Holder, role: Given): Promise<void> => {
	onlyOperators(member);
	onlyBelow(hub, undefined, member, other);
	if (powerAt(hub, undefined, member) <= powerOf(role)) throw role === 'owner' ? atTheConsole() : tooMuch();
	await host.accounts.setRole(other.account, role);
	const event: Event = {type: 'role', id: other.id, role, by: member.id, ts: clock.now()};
	hub.moderation.deeds.note({action: 'role', by: member.id, subject: other.id, detail: role});
	const person = presentAs(hub.present.get(other.account), other);
	tell(new Set([member, ...(person ? acquaintancesOf(person) : [])]), event);
};

const inRoom = async (call: Call, other: Holder, role: Given, name: string): Promise<void> => {
	const {hub, member, clock, host} = call;
	const place = roomAt(hub, name);
	onlyGovernors(hub, member, place);
	onlyBelow(hub, place, member, other);
	if (powerAt(hub, place, member) <= (role === 'member' ? power.member : power[`room ${role}`]))
		throw tooMuch();
	const rules = rulesAt(hub, place) ?? openRules(place.name);
	const rest = {
		...rules,
		owner: rules.owner === other.account ? undefined : rules.owner,
		operators: less(rules.operators, other.account),
	};
	const next =
		role === 'owner'
			? {...rest, owner: other.account}
			: role === 'operator'
				? {...rest, operators: more(rest.operators, other.account)}
				: rest;
	if (next.operators.size > host.bounds.roomOperators) throw new ChatError('SERVER_FULL_OF');
	const stored = hub.moderation.rules.set(place.key, next);
	const deed = {action: 'role', by: member.id, subject: other.id, room: place.name, detail: role} as const;
	hub.moderation.deeds.note(deed);
	const {room} = place;
	if (room) {
		const event: Event = {type: 'role', id: other.id, role, room: room.name, by: member.id, ts: clock.now()};
		const person = presentAs(room.members.get(other.account), other);
		if (person) tellRoom(room, person, event);
		else tell(room.members.values(), event);
		if (person && next.mode !== 'open') tellMode(call, room, [person], next);
		// Whoever was there as its operator only is not one of those who are invited.
		if (person && !isWelcome(next, person))
			putOut(call, person, room, 'You are no operator of it any more, and one has to be invited to it.');
	}
	await held(stored);
};

/** Whoever is called so may be a guest from before somebody owned the name. */
const presentAs = (found: Member | undefined, {account}: Holder): Member | undefined =>
	found?.account === account ? found : undefined;

const tooMuch = (): ChatError =>
	new ChatError('NOT_ALLOWED', 'You can make others only what is less than you are.');

const atTheConsole = (): ChatError =>
	new ChatError(
		'NOT_ALLOWED',
		'Owners of a server are made on its own machine: stop it, start it with --serve --id Console, and say /owner there.',
	);

/** @throws {ChatError} OPERATORS_ONLY, NOT_IN_ROOM, NOT_ALLOWED, NOT_STORED */
export const lock = async (call: Call, {room: name, mode}: RequestOf<'lock'>): Promise<Answered> => {
	const {hub, member} = call;
	const place = roomAt(hub, name);
	onlyGovernors(hub, member, place);
	const {key, room} = place;
	if (room?.kind === 'desk') throw new ChatError('NOT_ALLOWED', 'A help desk is always open.');
	if (key === generalRoom && mode === 'invited')
		throw new ChatError('NOT_ALLOWED', `Everybody starts in #${generalRoom}. It can be read-only.`);
	const rules = rulesAt(hub, place) ?? openRules(place.name);
	if (rules.mode === mode) return 'done';
	if (!member.operator) hub.moderation.rules.checkPlace(key, rules.owner);
	const invited = mode === 'invited' ? membersOf(call, key, room) : new Set<string>();
	const next: RoomRules = {...rules, mode, invited};
	const stored = hub.moderation.rules.set(key, next);
	hub.listing.forget();
	hub.moderation.deeds.note({action: 'lock', by: member.id, room: place.name, detail: mode});
	if (room) {
		tellMode(call, room, [...room.members.values()], next);
		for (const one of [...room.members.values()])
			if (!isWelcome(next, one))
				putOut(call, one, room, 'One has to be invited to it now, and to own one’s name.');
	}
	await held(stored);
	return 'done';
};

/** Accounts of those who are in a room, here or away: they are invited to it from then on. */
const membersOf = ({hub, host}: Call, key: string, room: Room | undefined): Set<string> => {
	const here = [...(room?.members.values() ?? [])].flatMap(({account}) => account ?? []);
	const away = hub.people.membersOf(key).flatMap(({claim}) => accountOf(claim) ?? []);
	return new Set([...here, ...away].slice(0, host.bounds.roomInvited));
};

const accountMark = 'account:';

const accountOf = (claim: string): string | undefined =>
	claim.startsWith(accountMark) ? claim.slice(accountMark.length) : undefined;

const tellMode = ({member, clock}: Call, room: Room, readers: readonly Member[], {mode}: RoomRules): void => {
	const event: Event = {type: 'mode', room: room.name, id: member.id, mode, ts: clock.now()};
	const isQuiet = (one: Member): boolean => room.isReadOnlyFor(one);
	tell(
		readers.filter(one => !isQuiet(one)),
		event,
	);
	tell(readers.filter(isQuiet), {...event, readOnly: true});
};

const less = (set: ReadonlySet<string>, one: string): ReadonlySet<string> =>
	new Set([...set].filter(other => other !== one));
const more = (set: ReadonlySet<string>, one: string): ReadonlySet<string> => new Set([...set, one]);
