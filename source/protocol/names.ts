import {ChatError, type ErrorCode} from './errors.ts';
import {limits} from './limits.ts';

/** Direct conversations share the name space of rooms: `@Dana` is the one with Dana. */
export const directMark = '@';

/** Where everybody starts, and the only room that never goes. */
export const generalRoom = 'general';

/** The operators' read-only room with the server's log. */
export const logRoom = 'log';

/** Speaks for the server itself, so no person may hold it. */
export const serverId = 'server';

/**
 * What a name may be written in, one of them for each name, tried in this order: the recommended and the
 * limited-use scripts of UAX 31 (tables 5 and 7), which are those that people write today. Three writing
 * systems are mixtures by nature and count as one each (UTS 39, section 5.1, augmented script sets).
 */
const systems = `
	Latin Cyrillic Han+Hiragana+Katakana Han+Hangul Han+Bopomofo Arabic Devanagari Greek Hebrew Bengali Thai Tamil
	Telugu Armenian Georgian Ethiopic Gujarati Gurmukhi Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Thaana
	Tibetan Adlam Balinese Bamum Batak Canadian_Aboriginal Chakma Cham Cherokee Hanifi_Rohingya Javanese Kayah_Li
	Lepcha Limbu Lisu Mandaic Meetei_Mayek Miao Mongolian New_Tai_Lue Newa Nko Nyiakeng_Puachue_Hmong Ol_Chiki
	Osage Saurashtra Sundanese Syloti_Nagri Syriac Tai_Le Tai_Tham Tai_Viet Tifinagh Vai Wancho Yi
`
	.trim()
	.split(/\s+/)
	.map(scripts => scripts.split('+'));

const patterns: RegExp[] = [];

/** The pattern of a writing system, made when it is tried: all of them would cost each start 10 ms. */
const patternOf = (system: number): RegExp => {
	// A mark that several scripts share fits each of them; what has no script, such as `_` or 7, fits all.
	const fitting = ['Common', 'Inherited', ...systems[system]!];
	patterns[system] ??= new RegExp(
		`^[${fitting.map(script => `\\p{Script_Extensions=${script}}`).join('')}]*$`,
		'u',
	);
	return patterns[system];
};

const isOneSystem = (text: string): boolean => systems.some((_, system) => patternOf(system).test(text));

/** UAX 31's identifier characters, less letter-like numbers and all connectors but these three. */
const legal = /^(?:[_.-]|(?=\p{XID_Continue})[\p{L}\p{Mn}\p{Mc}\p{Nd}])+$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const start = /^[\p{L}\p{Nd}_]/u;
const pileOfMarks = /\p{M}{5}/u;
const digit = /\p{Nd}/u;

/** What the rules below say yes to at little cost: most names, on every request. */
const plainAscii = /^(?=[_.-]*[A-Za-z0-9])\w[\w.-]*$/;

/**
 * Why a name is refused, as the end of a sentence; undefined when it is fine. Expects NFC. The compatible
 * form has to be fine too, as names are equal by it: 𝐚 is a Latin a, and a ligature may hide a space.
 */
const objection = (name: string, longest: number): string | undefined => {
	const characters = [...name];
	if (characters.length === 0) return 'is empty';
	if (characters.length > longest) return `is longer than ${longest} characters`;
	if (plainAscii.test(name)) return undefined;
	if (invisible.test(name)) return 'holds an invisible character';
	const stranger = characters.find(one => !legal.test(one) || !legal.test(one.normalize('NFKC')));
	if (stranger !== undefined) return `holds ${describe(stranger)}; letters, digits, _ - and . are allowed`;
	const compatible = name.normalize('NFKC');
	if (!start.test(name) || !start.test(compatible)) return 'has to start with a letter, a digit or _';
	if (!/[\p{L}\p{Nd}]/u.test(name)) return 'has neither a letter nor a digit';
	if (pileOfMarks.test(compatible)) return 'has more than four marks on one letter';
	return mixtureIn(name, compatible);
};

const mixtureIn = (name: string, compatible: string): string | undefined => {
	const both = name + compatible;
	if (!isOneSystem(both)) {
		const foreign = [...both].find(one => !isOneSystem(one));
		return foreign === undefined
			? 'mixes scripts; write it in one'
			: `holds ${describe(foreign)}, of a script that names cannot use`;
	}
	const zeros = new Set([...compatible].filter(one => digit.test(one)).map(zeroOf));
	return zeros.size > 1 ? 'mixes digits of two kinds; use one' : undefined;
};

/** Which digits a digit belongs to (UTS 39, section 5.3): decimal digits come in runs of ten, zero first. */
const zeroOf = (one: string): number => {
	const point = one.codePointAt(0)!;
	let first = point;
	while (digit.test(String.fromCodePoint(first - 1))) first--;
	return point - ((point - first) % 10);
};

const describe = (character: string): string => {
	if (character === ' ') return 'a space';
	const point = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
	return /[\p{C}\p{Z}\p{M}]/u.test(character) ? point : `"${character}" (${point})`;
};

const checked = (value: string, what: string, longest: number, code: ErrorCode): string => {
	// Composing shortens a legal name to a quarter at most; what is longer is refused before it costs more.
	const name = value.length > longest * 4 ? value.slice(0, longest * 4) : value.normalize('NFC');
	const why = objection(name, longest);
	if (why) throw new ChatError(code, `That ${what} ${why}.`);
	return name;
};

/**
 * One's own id in NFC, or a ChatError `ID_BAD` that gives the reason. A legal id is a word of letters, marks,
 * digits, `_`, `-` and `.`, in one script (UAX 31 and UTS 39 are where the rules come from).
 */
export const checkId = (value: string): string => {
	const id = checked(value, 'id', limits.idCharacters, 'ID_BAD');
	if (sameName(id, serverId)) throw new ChatError('ID_BAD', `The id "${id}" is reserved for the server.`);
	return id;
};

/** The same for somebody else's id: a typing error of which nobody can be the bearer, `NO_SUCH_ID`. */
export const checkPerson = (value: string): string => checked(value, 'id', limits.idCharacters, 'NO_SUCH_ID');

/** The room's name in NFC, or a ChatError `ROOM_BAD` that gives the reason. */
export const checkRoom = (value: string): string =>
	checked(value, 'room name', limits.roomCharacters, 'ROOM_BAD');

/** What a message may be sent to: a room's name, or `@` and an id. */
export const checkTarget = (value: string): string =>
	isDirect(value) ? directMark + checkPerson(value.slice(1)) : checkRoom(value);

export const isDirect = (target: string): boolean => target.startsWith(directMark);

/** Is it written as a room or a conversation may be? */
export const isTarget = (room: string): boolean => {
	try {
		return checkTarget(room) === room;
	} catch {
		return false;
	}
};

/**
 * Equal names have equal keys. Unicode calls this NFKC case folding (UAX 15; Unicode 3.13, D145). Folding is
 * lower, upper, lower: the way over upper case finds what lower case alone misses (ß is ss), and the first step
 * finds what has no upper case of its own (ẞ). It also makes the Turkish ı an i, which nobody can tell apart.
 */
export const nameKey = (name: string): string => {
	if (ascii.test(name)) return name.toLowerCase();
	const folded = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
	return folded.replaceAll('ς', 'σ').normalize('NFKC');
};

const ascii = /^[\0-\x7f]*$/;

export const sameName = (a: string, b: string): boolean => a === b || nameKey(a) === nameKey(b);
