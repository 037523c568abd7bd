/** What completion chooses from on this screen, and what is said of each choice in the menu. */
import {candidates, isCrowd, roomsWith, unread} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import {findCommand} from '../protocol/commands.ts';
import type {Candidates, Choice, ListedArgument} from '../protocol/completion.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import {isPreference, showValue, usualWord, valueWords} from './preference-values.ts';
import {type Preferences, preferenceNames, preferenceTable} from './preferences.ts';
import type {Screen} from './screen.ts';

type Known = Pick<Screen, 'preferences' | 'signs' | 'records'>;

export const candidatesFor = (state: State, {preferences, signs, records}: Known): Candidates => ({
	...candidates(state),
	signs,
	aliases: Object.keys(preferences.aliases),
	listed: (argument, before) => lists[argument](before, preferences, records),
});

/** What may be written for an argument. @param before the words in front of it, the command among them */
type List = (
	before: readonly string[],
	preferences: Preferences,
	records: Screen['records'],
) => readonly string[];

const lists: Readonly<Record<ListedArgument, List>> = {
	preference: () => preferenceNames,
	value: ([, name = '']) => (isPreference(name) ? [...valueWords(name), usualWord] : []),
	alias: (_, {aliases}) => Object.keys(aliases),
	theme: () => [...valueWords('theme'), usualWord],
	level: () => [...valueWords('notify.level'), usualWord],
	device: (_, __, {devices = []}) => devices,
	invite: (_, __, {invites = []}) => invites,
	banned: (_, __, {bans = []}) => bans,
};

/** A choice as the menu has it. */
export const nameOf = ({kind, name, put}: Choice): string => {
	switch (kind) {
		case 'command':
			return `/${name}`;
		case 'room':
			return `#${name}`;
		case 'sign':
			return `${put.trim()} :${name}:`;
		default:
			return name;
	}
};

/** What is said beside a choice; empty where there is nothing to say. */
export const wordOf = ({kind, name, put}: Choice, state: State, {preferences, signs}: Known): string => {
	switch (kind) {
		case 'command':
			return commandWord(name, preferences);
		case 'room':
			return roomWord(state.rooms.get(nameKey(name)));
		case 'id':
			return personWord(nameKey(name), state);
		case 'sign':
			return signs
				.filter(one => one.sign === put.trim() && one.name !== name)
				.map(one => `:${one.name}:`)
				.join(' ');
		case 'preference':
			return isPreference(name)
				? `${showValue(preferences.values[name])} · ${preferenceTable[name].says}`
				: '';
		default:
			return '';
	}
};

const commandWord = (name: string, {aliases}: Preferences): string => {
	const command = findCommand(name);
	if (!command) return `stands for ${aliases[name] ?? ''}`;
	if (command.name !== name) return `the same as /${command.name}`;
	const {usage, says} = command;
	return usage === '' ? says : `${usage} · ${says}`;
};

const roomWord = (room: Room | undefined): string => {
	if (!room || room.gone) return 'not entered';
	const {count, mentions} = unread(room);
	const news = count === 0 ? '' : mentions === 0 ? `${count} unread` : `${count} unread, ${mentions} for you`;
	return [news, room.topic].filter(Boolean).join(' · ');
};

/** Whether somebody is away, or where they are when that is not here. */
const personWord = (key: string, state: State): string => {
	const here = state.rooms.get(state.current);
	const person = here?.members.get(key);
	if (person?.away !== undefined) return person.away === '' ? 'away' : `away: ${person.away}`;
	if (person || (here && isDirect(here.target))) return '';
	const [elsewhere] = roomsWith(state, key);
	// In a crowd nobody is named: they may well be here.
	if (isCrowd(here)) return elsewhere ? `also in #${elsewhere.target}` : '';
	return elsewhere ? `in #${elsewhere.target}` : 'not here';
};
