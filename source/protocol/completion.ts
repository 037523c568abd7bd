/** Tab completion: of commands, rooms, names and signs, from the table of commands. */
import {type Argument, commandNames, findCommand} from './commands.ts';
import {nameKey} from './names.ts';
import {type Sign, signs as signsAtHand} from './signs.ts';
import {usualSpans} from './spans.ts';

/** Arguments that are the same everywhere. */
const fixed = {span: usualSpans, mode: ['invited', 'read-only']} as const satisfies Partial<
	Record<Argument, readonly string[]>
>;

/** Arguments that only the program which shows the chat can list, such as the names of its settings. */
export type ListedArgument = Exclude<
	Argument,
	'room' | 'id' | 'someone' | 'command' | 'sign' | 'query' | 'text' | 'invited' | keyof typeof fixed
>;

/** What completion may choose from. */
export type Candidates = {
	readonly rooms: readonly string[];
	readonly ids: readonly string[];
	/** the most usual first; the ones at hand where none are given */
	readonly signs?: readonly Sign[];
	/** commands of one's own, without their slashes */
	readonly aliases?: readonly string[];
	/** what may stand for an argument behind these words, the command among them */
	readonly listed?: (argument: ListedArgument, before: readonly string[]) => readonly string[];
};

/** One thing that may stand there. */
export type Choice = {
	readonly kind: Argument;
	/** what it is called, without its mark */
	readonly name: string;
	/** what stands in the text then, and what follows it: a colon after a name that opens a line, else a space */
	readonly put: string;
};

/** The part of a text that is being completed, and what may stand there instead, best first. */
export type Completion = {
	readonly start: number;
	readonly end: number;
	readonly choices: readonly Choice[];
};

/**
 * Completes the word that ends at the cursor: a command, a room, a name, a sign by its name. What begins like it comes
 * first, then what has it within, both without regard to case.
 * @param cursor in UTF-16 units
 */
export const complete = (typed: string, cursor: number, candidates: Candidates): Completion | undefined => {
	const before = typed.slice(0, cursor);
	let start = before.length;
	while (start > 0 && !/\s/.test(before[start - 1]!)) start--;
	const choices = choicesFor(before.slice(0, start), before.slice(start), candidates);
	return choices.length === 0 ? undefined : {start, end: before.length, choices};
};

/** Those that begin like a stem, and then those that have it within. */
const matching = <Item>(stem: string, items: readonly Item[], keyOf: (item: Item) => string): Item[] => {
	const key = nameKey(stem);
	const begin: Item[] = [];
	const within: Item[] = [];
	for (const item of items) {
		const at = keyOf(item).indexOf(key);
		if (at === 0) begin.push(item);
		else if (at > 0) within.push(item);
	}
	return [...begin, ...within];
};

type Put = {readonly kind: Argument; readonly mark?: string; readonly end?: string};

const named = (stem: string, names: readonly string[], {kind, mark = '', end = ' '}: Put): Choice[] =>
	matching(stem.replace(/^[@#]/, ''), names, nameKey).map(name => ({
		kind,
		name,
		put: `${mark}${name}${end}`,
	}));

/** Signs by their names, each sign once, under the name that fits best. */
const signsCalled = (stem: string, signs: readonly Sign[]): Choice[] => {
	const found = new Map<string, Choice>();
	for (const {name, sign} of matching(stem.replaceAll(/^:|:$/g, ''), signs, ({name}) => name)) {
		if (!found.has(sign)) found.set(sign, {kind: 'sign', name, put: `${sign} `});
	}
	return [...found.values()];
};

const choicesFor = (before: string, stem: string, candidates: Candidates): Choice[] => {
	const {rooms, ids, signs = signsAtHand, aliases = []} = candidates;
	const called = (mark: string): Choice[] =>
		named(stem.replace(/^\//, ''), [...commandNames, ...aliases], {kind: 'command', mark});

	if (before === '' && stem.startsWith('/')) return called('/');
	const {argument, words} = argumentAt(before);
	if (argument === 'command') return called('');
	if (argument === 'query') return conditionChoices(stem, candidates);
	if (argument === 'invited') return inviteChoices(stem, words, candidates);
	if (argument === 'sign' || /^:[a-z0-9_+-]/i.test(stem)) return signsCalled(stem, signs);
	if (argument === 'someone' && stem.startsWith('#')) return named(stem, rooms, {kind: 'room', mark: '#'});
	if (argument === 'id' || argument === 'someone')
		return stem.startsWith('#') ? [] : named(stem, ids, {kind: 'id'});
	if (stem.startsWith('@')) return named(stem, ids, {kind: 'id', mark: '@'});
	if (stem.startsWith('#') || argument === 'room') return named(stem, rooms, {kind: 'room', mark: '#'});
	if (argument === 'span' || argument === 'mode') return named(stem, fixed[argument], {kind: argument});
	if (argument !== undefined && argument !== 'text')
		return named(stem, candidates.listed?.(argument, words) ?? [], {kind: argument});
	if (stem === '') return [];
	return named(stem, ids, {kind: 'id', end: before.trim() === '' ? ': ' : ' '});
};

/** What a search is narrowed by: `in:#ops`, `from:Bob`. Its words are not for us to guess. */
const conditionChoices = (stem: string, {rooms, ids}: Candidates): Choice[] => {
	const [, condition = '', value = ''] = /^(in:|from:)(.*)$/isu.exec(stem) ?? [];
	if (condition.toLowerCase() === 'from:') return named(value, ids, {kind: 'id', mark: condition});
	if (condition === '') return [];
	return value.startsWith('@')
		? named(value, ids, {kind: 'id', mark: `${condition}@`})
		: named(value, rooms, {kind: 'room', mark: `${condition}#`});
};

/** What an invitation is made of, in any order. */
const inviteChoices = (stem: string, words: readonly string[], {rooms, ids}: Candidates): Choice[] => {
	const last = words.at(-1)?.toLowerCase();
	if (last === '--for') return named(stem, usualSpans, {kind: 'span'});
	if (last === '--role') return named(stem, inviteRoles, {kind: 'text'});
	if (stem.startsWith('-')) return inviteFlags.filter(flag => flag.startsWith(stem)).map(flagChoice);
	if (stem.startsWith('#')) return named(stem, rooms, {kind: 'room', mark: '#'});
	return stem === '' ? [] : named(stem, ids, {kind: 'id'});
};

const inviteFlags = ['--uses', '--for', '--role'] as const;
const inviteRoles = ['operator', 'member'] as const;
const flagChoice = (flag: string): Choice => ({kind: 'text', name: flag, put: `${flag} `});

type Place = {readonly argument: Argument | undefined; readonly words: readonly string[]};

/** Which argument of a command stands after this text, if it is a command. The words of a query are all alike. */
const argumentAt = (before: string): Place => {
	const [, name, rest] = /^\/(\S+)\s+(.*)$/su.exec(before) ?? [];
	if (name === undefined || rest === undefined) return {argument: undefined, words: []};
	const args = findCommand(name)?.args ?? [];
	const words = [name, ...rest.split(/\s+/).filter(Boolean)];
	const isLoose = args[0] === 'query' || args[0] === 'invited';
	return {argument: isLoose ? args[0] : args[words.length - 1], words};
};
