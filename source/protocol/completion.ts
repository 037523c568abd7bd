/** Tab completion: of commands, rooms and names, from the table of commands. */
import {type Argument, commandNames, findCommand} from './commands.ts';
import {nameKey} from './names.ts';

/** What completion may choose from. */
export type Candidates = {rooms: readonly string[]; ids: readonly string[]};

/** The part of a text that is being completed, and what may stand there instead, best first. */
export type Completion = {start: number; end: number; choices: readonly string[]};

/**
 * Completes the word that ends at the cursor: a command, a room, a name, by its beginning and without regard
 * to case. Choices carry what follows them: a colon after a name that opens a line, else a space.
 * @param cursor in UTF-16 units
 */
export const complete = (typed: string, cursor: number, candidates: Candidates): Completion | undefined => {
	const before = typed.slice(0, cursor);
	let start = before.length;
	while (start > 0 && !/\s/.test(before[start - 1]!)) start--;
	const choices = choicesFor(before.slice(0, start), before.slice(start), candidates);
	return choices.length === 0 ? undefined : {start, end: before.length, choices};
};

const choicesFor = (before: string, stem: string, {rooms, ids}: Candidates): string[] => {
	const named = (mark: string, names: readonly string[], end: string): string[] => {
		const key = nameKey(/^[@#]/.test(stem) ? stem.slice(1) : stem);
		return names.filter(name => nameKey(name).startsWith(key)).map(name => `${mark}${name}${end}`);
	};
	const called = (mark: string): string[] =>
		commandNames
			.filter(name => name.startsWith(stem.replace(/^\//, '').toLowerCase()))
			.map(name => `${mark}${name} `);

	if (before === '' && stem.startsWith('/')) return called('/');
	const argument = argumentAt(before);
	if (argument === 'command') return called('');
	if (argument === 'id') return stem.startsWith('#') ? [] : named('', ids, ' ');
	if (stem.startsWith('@')) return named('@', ids, ' ');
	if (stem.startsWith('#') || argument === 'room') return named('#', rooms, ' ');
	if (stem === '') return [];
	return named('', ids, before.trim() === '' ? ': ' : ' ');
};

/** Which argument of a command stands after this text, if it is a command. */
const argumentAt = (before: string): Argument | undefined => {
	const [, name, rest] = /^\/(\S+)\s+(.*)$/su.exec(before) ?? [];
	const args = name === undefined ? undefined : findCommand(name)?.args;
	return args?.[(rest ?? '').split(/\s+/).length - 1];
};
