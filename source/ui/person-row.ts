/** One person in the sidebar: whether they are here, what they are, and what there is to say of them. */
import {isIgnored} from '../client/select.ts';
import type {State} from '../client/state.ts';
import type {Person} from '../protocol/messages.ts';
import {sameName} from '../protocol/names.ts';
import {label} from './labels.ts';
import {rankOf} from './ranks.ts';
import type {Role, Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

/** Behind a room that calls nobody, and somebody who is ignored; a sign that consoles have, too. */
export const mutedSign = '×';

type Presence = {readonly sign: string; readonly role: Role};

/** @param isKnown nobody tells whether somebody who spoke in a crowd is still there */
const presenceOf = ({away}: Person, isKnown: boolean): Presence => {
	if (!isKnown) return {sign: '·', role: 'dim'};
	return away === undefined ? {sign: '●', role: 'online'} : {sign: '○', role: 'away'};
};

export type PersonRowInput = {
	readonly person: Person;
	readonly isKnown: boolean;
	readonly state: State;
	/** columns of the longest name near it: remarks stand in line */
	readonly longest: number;
	readonly width: number;
	readonly theme: Theme;
};

export const personRow = ({person, isKnown, state, longest, width, theme}: PersonRowInput): string => {
	const rank = rankOf(person);
	const presence = presenceOf(person, isKnown);
	const dot = theme.paint(presence.role, fit(presence.sign, Math.min(1, width)));
	const sign = dot + (width < 2 ? '' : theme.paint(rank?.role ?? 'dim', rank?.sign ?? ' '));
	const remark = remarkOn(person, state);
	const room = Math.max(0, width - 2);
	const right = remark === '' || room < remark.length + 6 ? '' : `  ${remark}`;
	const name = fit(label(person.id), Math.min(longest, room - right.length));
	const end = fit(right, Math.max(0, room - columns(name)));
	return sign + theme.name(person.id)(name) + theme.paint('dim', end);
};

const remarkOn = (person: Person, state: State): string => {
	const {id, away} = person;
	if (sameName(id, state.me)) return 'you';
	if (isIgnored(state, id)) return mutedSign;
	return away === undefined ? (rankOf(person)?.brief ?? '') : 'away';
};
