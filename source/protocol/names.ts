import {ChatError} from './errors.ts';
import {limits} from './limits.ts';

/** Direct conversations share the name space of rooms: `@Dana` is the one with Dana. */
export const directMark = '@';

/** Where everybody starts, and the only room that never goes. */
export const generalRoom = 'general';

/** The operators' read-only room with the server's log. */
export const logRoom = 'log';

/** Speaks for the server itself, so no person may hold it. */
export const serverId = 'server';

const scripts = [
	'Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Syriac', 'Thaana', 'Nko', 'Devanagari',
	'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao',
	'Tibetan', 'Myanmar', 'Khmer', 'Ethiopic', 'Cherokee', 'Canadian_Aboriginal', 'Mongolian', 'Tifinagh', 'Yi',
] as const; // biome-ignore format: a list reads better in rows

/**
 * The scripts in which a name may be written, one for each name. Three writing systems are mixtures by
 * nature and count as one each (UTS 39, section 5.1, augmented script sets).
 */
const writingSystems: ReadonlyArray<{name: string; letters: RegExp}> = [
	...scripts.map(name => ({name, letters: new RegExp(`^\\p{Script_Extensions=${name}}$`, 'u')})),
	{
		name: 'Japanese',
		letters: /^[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}]$/u,
	},
	{name: 'Korean', letters: /^[\p{Script_Extensions=Han}\p{Script_Extensions=Hangul}]$/u},
	{name: 'Chinese', letters: /^[\p{Script_Extensions=Han}\p{Script_Extensions=Bopomofo}]$/u},
];

const anyScript = /^[\p{Script=Common}\p{Script=Inherited}\p{Nd}]$/u;
const allowed = /^[\p{L}\p{M}\p{Nd}_.-]$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const pileOfMarks = /\p{M}{5}/u;

/** Why a name is refused, as the end of a sentence; undefined when it is fine. Expects NFC. */
const objection = (name: string, longest: number): string | undefined => {
	const characters = [...name];
	if (characters.length === 0) return 'is empty';
	if (characters.length > longest) return `is longer than ${longest} characters`;
	if (invisible.test(name)) return 'holds an invisible character';
	const stranger = characters.find(character => !allowed.test(character));
	if (stranger !== undefined) return `holds ${describe(stranger)}; letters, digits, _ - and . are allowed`;
	if (!/^[\p{L}\p{Nd}_]/u.test(name)) return 'has to start with a letter, a digit or _';
	if (!/[\p{L}\p{Nd}]/u.test(name)) return 'has neither a letter nor a digit';
	if (pileOfMarks.test(name)) return 'has more than four marks on one letter';
	const letters = characters.filter(character => !anyScript.test(character));
	const fits =
		letters.length === 0 ||
		writingSystems.some(system => letters.every(letter => system.letters.test(letter)));
	return fits ? undefined : 'mixes scripts; write it in one';
};

const describe = (character: string): string => {
	if (character === ' ') return 'a space';
	const point = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
	return /[\p{C}\p{Z}]/u.test(character) ? point : `"${character}" (${point})`;
};

const checked = (value: string, what: string, longest: number, code: 'ID_BAD' | 'ROOM_BAD'): string => {
	// A name that is far too long is refused before anything that costs more than its length.
	const name = value.length > longest * 4 ? value.slice(0, longest * 4) : value.normalize('NFC');
	const why = objection(name, longest);
	if (why) throw new ChatError(code, `That ${what} ${why}.`);
	return name;
};

/**
 * The id in NFC, or a ChatError `ID_BAD` that gives the reason. A legal id is a word of letters, marks,
 * digits, `_`, `-` and `.`, in one script (UAX 31 and UTS 39 are where the rules come from).
 */
export const checkId = (value: string): string => {
	const id = checked(value, 'id', limits.idCharacters, 'ID_BAD');
	if (sameName(id, serverId)) throw new ChatError('ID_BAD', `The id "${id}" is reserved for the server.`);
	return id;
};

/** The room's name in NFC, or a ChatError `ROOM_BAD` that gives the reason. */
export const checkRoom = (value: string): string =>
	checked(value, 'room name', limits.roomCharacters, 'ROOM_BAD');

/** What a message may be sent to: a room's name, or `@` and an id. */
export const checkTarget = (value: string): string =>
	isDirect(value) ? directMark + checkId(value.slice(1)) : checkRoom(value);

export const isDirect = (target: string): boolean => target.startsWith(directMark);

/**
 * Equal names have equal keys. Unicode calls this NFKC case folding (UAX 15, Unicode 3.13 D145); the way
 * over upper case folds what lower case alone misses, such as ß to ss and ς to σ.
 */
export const nameKey = (name: string): string =>
	name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');

export const sameName = (a: string, b: string): boolean => a === b || nameKey(a) === nameKey(b);
