/** A card that tells who somebody is, from what the server says of them and from what is known without it. */
import {duration} from '../../client/answers.ts';
import {lineAt} from '../../client/log.ts';
import {currentRoom, isIgnored, roomsWith, typingNow} from '../../client/select.ts';
import type {MessageLine, State} from '../../client/state.ts';
import type {EventOf, Person} from '../../protocol/messages.ts';
import {directMark, nameKey, sameName} from '../../protocol/names.ts';
import {roleWords} from '../../protocol/standing.ts';
import type {Appearance} from '../appearance.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {excerpt, label} from '../labels.ts';
import type {PersonCard} from '../opened.ts';
import {mutedSign} from '../person-row.ts';
import {openRoom} from '../reading.ts';
import {and, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import {ignore, unignore} from '../wishes.ts';
import {columns, fit, wrap} from '../wrap.ts';

/** Of a room's newest lines, so many are looked through for what somebody said last. */
const linesLooked = 1_000;

const lastSaid = (state: State, id: string): MessageLine | undefined => {
	const log = currentRoom(state)?.log;
	if (!log) return undefined;
	for (let number = log.end - 1; number >= Math.max(log.start, log.end - linesLooked); number--) {
		const line = lineAt(log, number);
		if (line?.type === 'message' && !line.deleted && sameName(line.id, id)) return line;
	}
	return undefined;
};

/** Somebody as the rooms that one is in know them. */
const known = (state: State, id: string): {person: Person | undefined; rooms: string[]} => {
	const shared = roomsWith(state, id);
	return {person: shared[0]?.members.get(nameKey(id)), rooms: shared.map(({target}) => target)};
};

type Fact = readonly [name: string, value: string];

const listed = (rooms: readonly string[]): string => rooms.map(room => label(`#${room}`)).join(', ');

/** `an owner of this server, an operator of this room` */
const whatIs = (answer: EventOf<'whois'> | undefined, person: Person | undefined): string | undefined => {
	const isOperator = answer?.operator ?? person?.operator;
	const role = answer?.role ?? (isOperator ? 'operator' : person?.guest ? 'guest' : undefined);
	const parts = [
		...(role === undefined || role === 'member' ? [] : [serverWords[role]]),
		...(person?.rank === undefined ? [] : [`${roleWords[person.rank]} of this room`]),
	];
	return parts.length === 0 ? undefined : parts.join(', ');
};

const serverWords = {
	owner: 'an owner of this server',
	operator: 'an operator',
	guest: 'a guest: nobody owns that name',
} as const;

/** What there is to know, as names and values; what nobody knows is left out. */
const factsOf = ({id, answer}: PersonCard, state: State, {clock}: Appearance, now: number): Fact[] => {
	const {person, rooms} = known(state, id);
	const all = answer?.rooms ?? rooms;
	const shared = all.filter(room => state.rooms.has(nameKey(room)));
	const others = all.filter(room => !state.rooms.has(nameKey(room)));
	const said = lastSaid(state, id);
	const what = whatIs(answer, state.rooms.get(state.current)?.members.get(nameKey(id)) ?? person);
	const isMe = sameName(id, state.me);
	const facts: Array<Fact | undefined> = [
		what === undefined ? undefined : ['is', what],
		answer && ['here since', `${clock.time(answer.since)}, for ${duration(now - answer.since)}`],
		shared.length > 0 ? [isMe ? 'in' : 'both in', listed(shared)] : undefined,
		others.length > 0 ? [shared.length > 0 ? 'also in' : 'in', listed(others)] : undefined,
		said && ['said last', `${clock.time(said.ts)}  ${excerpt(said.msg)}`],
		answer?.client === undefined ? undefined : ['with', label(answer.client)],
		answer?.address === undefined ? undefined : ['from', label(answer.address)],
		answer?.key === undefined ? undefined : ['by the key', label(answer.key)],
	];
	return facts.filter(fact => fact !== undefined);
};

/** `● online`, `○ away: lunch`, `✗ Nobody with that id is connected.` */
const standing = ({id, answer, standing, trouble}: PersonCard, state: State, now: number): string => {
	const {person} = known(state, id);
	const somebody = answer ?? person;
	if (standing === 'failed' && !person) return `✗ ${label(trouble)}`;
	if (!somebody) return standing === 'asking' ? 'asking …' : 'not known here';
	const room = currentRoom(state);
	const isTyping = room !== undefined && typingNow(room, now).some(one => sameName(one, id));
	if (somebody.away === undefined) return `● online${isTyping ? ', typing' : ''}`;
	return `○ away${somebody.away === '' ? '' : `: ${label(somebody.away)}`}`;
};

const cardLines = (
	card: PersonCard,
	state: State,
	appearance: Appearance,
	now: number,
	width: number,
): string[] => {
	const {theme} = appearance;
	const {id, answer} = card;
	const name = label(answer?.id ?? known(state, id).person?.id ?? id);
	const me = sameName(id, state.me) ? '  you' : '';
	const facts = factsOf(card, state, appearance, now);
	const names = Math.max(0, ...facts.map(([fact]) => fact.length));
	const ignored = isIgnored(state, id) ? [`${mutedSign} You read nothing of them.`] : [];
	return [
		theme.name(id)(fit(name, Math.min(columns(name), width - me.length))) + theme.paint('dim', me),
		...[standing(card, state, now), ...ignored].flatMap(text => wrap(text, width)),
		...facts.flatMap(([fact, value]) =>
			wrap(value, Math.max(8, width - names - 2)).map(
				(row, index) => `${theme.paint('dim', fit(index === 0 ? fact : '', names))}  ${row}`,
			),
		),
	];
};

export type CardInput = {
	readonly card: PersonCard;
	readonly state: State;
	readonly appearance: Appearance;
	/** ms since 1970 */
	readonly now: number;
	readonly width: number;
	readonly height: number;
};

/** The card as `height` rows, with a last one that says what can be done. */
export const cardRows = ({card, state, appearance, now, width, height}: CardInput): string[] => {
	const lines = cardLines(card, state, appearance, now, Math.max(1, width - 2));
	const shown = Math.max(1, height - 1);
	const top = Math.max(0, Math.min(card.top, lines.length - shown));
	const rows = lines.slice(top, top + shown).map(line => ` ${line}`);
	while (rows.length < shown) rows.push('');
	return [...rows, appearance.theme.paint('dim', fit(` ${footer(card, state, width)}`, width))].slice(
		0,
		height,
	);
};

const footer = ({id}: PersonCard, state: State, width: number): string => {
	const closes = `${keyLabel('escape')} closes`;
	if (sameName(id, state.me)) return closes;
	const ignores = `i ${isIgnored(state, id) ? 'reads them again' : 'ignores'}`;
	const enter = keyLabel('enter');
	const all = [
		`${enter} writes to them · ${ignores} · ${closes}`,
		`${enter} writes · ${ignores} · ${closes}`,
	];
	return all.find(text => columns(text) + 1 <= width) ?? `${ignores} · ${closes}`;
};

/** Shows who somebody is, and asks the server what it knows of them. */
export const openPerson = (screen: Screen, {state}: Surroundings, id: string): Step => {
	const isAsked = state.link.type === 'online';
	const card = {type: 'person', id, answer: undefined, trouble: '', top: 0} as const;
	const opened = {...screen, overlay: {...card, standing: isAsked ? 'asking' : 'known'}} as const;
	return isAsked ? and(opened, {type: 'whois', id}) : only(opened);
};

/** What the server says of somebody, or why it says nothing, if that is still wanted. */
export const introduced = (
	screen: Screen,
	id: string,
	answer: EventOf<'whois'> | undefined,
	trouble: string,
): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'person' || !sameName(overlay.id, id)) return only(screen);
	return only({...screen, overlay: {...overlay, answer, trouble, standing: answer ? 'known' : 'failed'}});
};

export const pressPerson = (
	screen: Screen,
	card: PersonCard,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const isMe = sameName(card.id, around.state.me);
	if (action === 'submit') {
		const open = {...screen, overlay: undefined};
		return isMe ? only(open) : openRoom(open, around, directMark + card.id);
	}
	if (input.type === 'text' && input.text === 'i' && !isMe)
		return (isIgnored(around.state, card.id) ? unignore : ignore)(screen, around, card.id);
	const by =
		action === 'older' || action === 'pageUp' ? -1 : action === 'newer' || action === 'pageDown' ? 1 : 0;
	// Beyond the end there is nothing to see; the card is short.
	return only({...screen, overlay: {...card, top: Math.max(0, Math.min(mostScrolled, card.top + by))}});
};

/** A card of everything, on the narrowest screen, is not longer. */
const mostScrolled = 20;
