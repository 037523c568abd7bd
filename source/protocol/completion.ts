/** Tab completion: of commands, rooms, names and signs, from the table of commands. */
import {type Argument, commandNames, findCommand} from './commands.ts';
import {nameKey} from './names.ts';
import {signsCalled} from './signs.ts';

/** What completion may choose from. */
export type Candidates = {rooms: readonly string[]; ids: readonly string[]};

/** The part of a text that is being completed, and what may stand there instead, best first. */
export type Completion = {start: number; end: number; choices: readonly string[]};

/**
 * Completes the word that ends at the cursor: a command, a room, a name, a sign by its name, by its beginning and
 * without regard to case. Choices carry what follows them: a colon after a name that opens a line, else a space.
 * @param cursor in UTF-16 units
 */
export const complete = (typed: string, cursor: number, candidates: Candidates): Completion | undefined => {
	const before = typed.slice(0, cursor);
	let start = before.length;
	while (start > 0 && !/\s/.test(before[start - 1]!)) start--;
	const choices = choicesFor(before.slice(0, start), before.slice(start), candidates);
	return choices.length === 0 ? undefined : {start, end: before.length, choices};
};

/** The names that begin like a stem, whatever the case, each between a mark and an end. */
const named = (stem: string, names: readonly string[], mark: string, end: string): string[] => {
	const key = nameKey(stem.replace(/^[@#]/, ''));
	return names.filter(name => nameKey(name).startsWith(key)).map(name => `${mark}${name}${end}`);
};

const choicesFor = (before: string, stem: string, candidates: Candidates): string[] => {
	const {rooms, ids} = candidates;
	const called = (mark: string): string[] =>
		commandNames
			.filter(name => name.startsWith(stem.replace(/^\//, '').toLowerCase()))
			.map(name => `${mark}${name} `);

	if (before === '' && stem.startsWith('/')) return called('/');
	const argument = argumentAt(before);
	if (argument === 'command') return called('');
	if (argument === 'query') return conditionChoices(stem, candidates);
	if (argument === 'sign' || /^:[a-z0-9+-]/i.test(stem)) {
		return signsCalled(stem.replace(/^:/, '')).map(sign => `${sign} `);
	}
	if (argument === 'id') return stem.startsWith('#') ? [] : named(stem, ids, '', ' ');
	if (stem.startsWith('@')) return named(stem, ids, '@', ' ');
	if (stem.startsWith('#') || argument === 'room') return named(stem, rooms, '#', ' ');
	if (stem === '') return [];
	return named(stem, ids, '', before.trim() === '' ? ': ' : ' ');
};

/** What a search is narrowed by: `in:#ops`, `from:Bob`. Its words are not for us to guess. */
const conditionChoices = (stem: string, {rooms, ids}: Candidates): string[] => {
	const [, condition = '', value = ''] = /^(in:|from:)(.*)$/isu.exec(stem) ?? [];
	if (condition.toLowerCase() === 'from:') return named(value, ids, condition, ' ');
	if (condition === '') return [];
	return value.startsWith('@')
		? named(value, ids, `${condition}@`, ' ')
		: named(value, rooms, `${condition}#`, ' ');
};

/** Which argument of a command stands after this text, if it is a command. The words of a query are all alike. */
const argumentAt = (before: string): Argument | undefined => {
	const [, name, rest] = /^\/(\S+)\s+(.*)$/su.exec(before) ?? [];
	const args = (name === undefined ? undefined : findCommand(name)?.args) ?? [];
	return args[0] === 'query' ? 'query' : args[(rest ?? '').split(/\s+/).length - 1];
};
