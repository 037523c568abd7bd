/**
 * What is written for characters that this terminal would draw in another number of columns than string-width says, on
 * which all rows are laid out: something of that very width that means the same, or nearly. So nothing is laid out anew,
 * and one place sees all that is drawn. What is copied or sent stays what it is.
 */
import {fence} from './fence.ts';
import {columns, segmenter} from './wrap.ts';

/** Kinds of characters about whose width terminals disagree. */
export type Kind = 'emoji' | 'picture' | 'keycap' | 'tone' | 'joined' | 'flag' | 'young' | 'sign';

/** Of each kind, what a terminal is asked about: it stands for the others. */
export const samples: ReadonlyArray<readonly [Kind, string]> = [
	['emoji', '🎉'],
	['picture', '\u2764\ufe0f'],
	['keycap', '1\ufe0f\u20e3'],
	['tone', '👍🏽'],
	['joined', '👩\u200d🔬'],
	['joined', '👨\u200d👩\u200d👧'],
	['joined', '🏳\ufe0f\u200d🌈'],
	['flag', '🇵🇱'],
	['young', '\u{1fae8}'],
	['young', '\u{1fae9}'],
	['sign', '…'],
	['sign', '─'],
	['sign', '●'],
];

/** Emoji of Unicode 15 and later, of which older terminals and fonts know nothing. */
const young =
	/^[\u{1f6d8}\u{1f6dc}\u{1fa75}-\u{1fa77}\u{1fa87}-\u{1fa8f}\u{1faad}-\u{1faaf}\u{1fabb}-\u{1fabf}\u{1fac6}-\u{1fac8}\u{1facd}-\u{1facf}\u{1fada}-\u{1fadf}\u{1fae8}-\u{1faea}\u{1faef}\u{1faf7}\u{1faf8}]/u;

/** Our own signs in ASCII, of one column each. */
const plainSigns: Readonly<Record<string, string>> = {
	'…': '.',
	'─': '-',
	'│': '|',
	'┬': '+',
	'┴': '+',
	'▌': '|',
	'●': '*',
	'○': 'o',
	'◌': '~',
	'›': '>',
	'‹': '<',
	'»': '>',
	'↳': '>',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'✓': '+',
	'✗': 'x',
	'⚠': '!',
	'✎': '~',
	'·': '-',
	'•': '*',
	'–': '-',
	'—': '-',
	'’': "'",
	'“': '"',
	'”': '"',
	'▯': '?',
	[fence]: ' ',
};

/** Those that the fonts of the Linux console have, whatever else they lack: lines and arrows of code page 437, and Latin-1. */
const inConsoleFonts = '─│┬┴▌»→←↑↓·';

export const noSigns: Readonly<Record<string, string>> = {};

export const consoleSigns: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(plainSigns).filter(([sign]) => !inConsoleFonts.includes(sign)),
);

/** Stands for an emoji that a terminal does not know. */
const unknown = '▯';

const keycap = /^[0-9#*]\ufe0f?\u20e3/;

/** How an emoji is to be drawn, and a frame around it. */
const variation = /[\ufe0e\ufe0f\u20e3]/g;
const tones = /[\u{1f3fb}-\u{1f3ff}]/gu;

const indicators = /[\u{1f1e6}-\u{1f1ff}]/gu;

/** The letter that a regional indicator stands for. */
const letterOf = (indicator: string): string =>
	String.fromCodePoint(indicator.codePointAt(0)! - 0x1f1e6 + 65);

const isEmoji = (cluster: string): boolean => /^\p{Emoji_Presentation}/u.test(cluster);

const kindOf = (cluster: string): Kind | undefined => {
	if (cluster.includes('\u200d')) return 'joined';
	if (keycap.test(cluster)) return 'keycap';
	if (/^[\u{1f1e6}-\u{1f1ff}]{2}/u.test(cluster)) return 'flag';
	if (cluster.search(tones) > 0) return 'tone';
	if (cluster.includes('\ufe0f')) return 'picture';
	if (young.test(cluster)) return 'young';
	return isEmoji(cluster) ? 'emoji' : undefined;
};

/** Less of a cluster, which every terminal draws alike. */
const plainer = (cluster: string, kind: Kind): string => {
	switch (kind) {
		case 'flag':
			return Array.from(cluster.matchAll(indicators), ([letter]) => letterOf(letter)).join('');
		case 'young':
			return unknown;
		case 'keycap':
			return String.fromCodePoint(cluster.codePointAt(0)!);
		case 'emoji':
			return cluster;
		default: {
			const [first = ''] = cluster.split('\u200d');
			const bare = first.replaceAll(variation, '');
			return bare.search(tones) > 0 ? bare.replaceAll(tones, '') : bare;
		}
	}
};

export type Fit = (text: string) => string;

/** Nothing else is written for anything. */
export const asItIs: Fit = text => text;

const clustersHeld = 2048;

/** What is not ASCII, with the digit that a keycap begins with. */
const foreign = /[0-9#*]?[^\u0000-\u007f]+/g;

/** A sign of a doubtful kind, but for emoji that stand alone, which most text with characters beyond Latin has. */
const doubtful =
	/[\u200d\u20e3\ufe0f\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{1f6d8}-\u{1f6dc}\u{1fa70}-\u{1faff}]/u;

/**
 * @param kinds that this terminal draws otherwise
 * @param signs that it has no glyphs for, and what stands for each, of one column
 */
export const createFit = (
	kinds: ReadonlySet<Kind>,
	signs: Readonly<Record<string, string>> = noSigns,
): Fit => {
	const own: Readonly<Record<string, string>> = kinds.has('sign') ? plainSigns : signs;
	const keys = Object.keys(own);
	if (keys.length === 0 && kinds.size === 0) return asItIs;
	const signPattern = keys.length === 0 ? undefined : new RegExp(`[${keys.join('')}]`, 'g');
	const held = new Map<string, string>();
	// Where emoji are narrow, that is what is left of the other kinds, too.
	const drawnColumns = (text: string): number =>
		columns(text) - (kinds.has('emoji') && isEmoji(text) ? 1 : 0);
	const filled = (text: string, width: number): string => {
		const taken = drawnColumns(text);
		return taken > width ? '?'.padEnd(width) : text + ' '.repeat(width - taken);
	};
	const clusterFit = (cluster: string): string => {
		const known = held.get(cluster);
		if (known !== undefined) return known;
		const kind = kindOf(cluster);
		const fitted =
			kind === undefined || !kinds.has(kind) ? cluster : filled(plainer(cluster, kind), columns(cluster));
		if (held.size >= clustersHeld) held.clear();
		held.set(cluster, fitted);
		return fitted;
	};
	const runFit = (run: string): string => {
		if (!kinds.has('emoji') && !doubtful.test(run)) return run;
		let fitted = '';
		for (const {segment} of segmenter.segment(run)) fitted += clusterFit(segment);
		return fitted;
	};
	const hasEmoji = kinds.size > (kinds.has('sign') ? 1 : 0);
	return text => {
		const shown = hasEmoji ? text.replaceAll(foreign, runFit) : text;
		return signPattern ? shown.replaceAll(signPattern, sign => own[sign]!) : shown;
	};
};

/** All kinds, for who trusts no terminal. */
export const allEmoji: ReadonlySet<Kind> = new Set(['picture', 'keycap', 'tone', 'joined', 'flag', 'young']);
