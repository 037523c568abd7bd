/**
 * Where a cursor may stand: between grapheme clusters (UAX 29), never inside one. A cluster can't reach over
 * a newline, so only the cursor's own line is looked at, and neighbours that stand alone need no segmenter.
 */
const clusters = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const words = new Intl.Segmenter(undefined, {granularity: 'word'});

/**
 * Units that never join with each other: Latin, Greek, Cyrillic, kana, ideographs, Hangul syllables. Beyond the
 * ends of a text (NaN) nothing joins either.
 */
const standsAlone = (unit: number): boolean =>
	!(unit >= 0x300) ||
	(unit >= 0x370 && unit <= 0x482) ||
	(unit >= 0x3041 && unit <= 0x3096) ||
	(unit >= 0x30a0 && unit <= 0x30ff) ||
	(unit >= 0x4e00 && unit <= 0x9fff) ||
	(unit >= 0xac00 && unit <= 0xd7a3);

export const lineStart = (text: string, index: number): number =>
	index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;

export const lineEnd = (text: string, index: number): number => {
	const end = text.indexOf('\n', index);
	return end === -1 ? text.length : end;
};

type Span = {start: number; end: number};

/** The cluster that a UTF-16 unit belongs to. */
const clusterAt = (text: string, index: number): Span => {
	const plain =
		standsAlone(text.charCodeAt(index)) &&
		standsAlone(text.charCodeAt(index - 1)) &&
		standsAlone(text.charCodeAt(index + 1));
	if (plain || text[index] === '\n') return {start: index, end: index + 1};
	const first = lineStart(text, index);
	const found = clusters.segment(text.slice(first, lineEnd(text, index))).containing(index - first)!;
	return {start: first + found.index, end: first + found.index + found.segment.length};
};

/** The nearest boundary before an index, or 0. */
export const boundaryBefore = (text: string, index: number): number =>
	index <= 0 ? 0 : clusterAt(text, index - 1).start;

/** The nearest boundary after an index, or the text's length. */
export const boundaryAfter = (text: string, index: number): number =>
	index >= text.length ? text.length : clusterAt(text, index).end;

/** The index itself when a cursor may stand there, else the end of the cluster that it would cut. */
export const boundaryAt = (text: string, index: number): number => {
	if (index <= 0 || index >= text.length) return Math.max(0, Math.min(text.length, index));
	const {start, end} = clusterAt(text, index);
	return start === index ? index : end;
};

const wordCluster = /^[\p{L}\p{N}\p{M}_]/u;
/** Written without spaces, so that only a dictionary knows the words. */
const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

const isWord = (cluster: string): boolean => wordCluster.test(cluster);
const isNoWord = (cluster: string): boolean => !wordCluster.test(cluster);
const isSpace = (cluster: string): boolean => /^\s/u.test(cluster);
const isNoSpace = (cluster: string): boolean => !isSpace(cluster);

type Test = (cluster: string) => boolean;

const backWhile = (text: string, index: number, test: Test): number => {
	let start = index;
	while (start > 0) {
		const at = boundaryBefore(text, start);
		if (!test(text.slice(at, start))) break;
		start = at;
	}
	return start;
};

const forwardWhile = (text: string, index: number, test: Test): number => {
	let end = index;
	while (end < text.length) {
		const at = boundaryAfter(text, end);
		if (!test(text.slice(end, at))) break;
		end = at;
	}
	return end;
};

/** Where the word before an index starts: back over what is no word, then over letters, marks, digits, `_`. */
export const wordBefore = (text: string, index: number): number => {
	const end = backWhile(text, index, isNoWord);
	const start = backWhile(text, end, isWord);
	const run = text.slice(start, end);
	if (!unspaced.test(run)) return start;
	const last = [...words.segment(run)].at(-1)!;
	return boundaryAt(text, start + last.index);
};

/** Where the word after an index ends. */
export const wordAfter = (text: string, index: number): number => {
	const start = forwardWhile(text, index, isNoWord);
	const end = forwardWhile(text, start, isWord);
	const run = text.slice(start, end);
	if (!unspaced.test(run)) return end;
	const [first] = words.segment(run);
	return boundaryAt(text, start + first!.segment.length);
};

/** The same for words as whitespace parts them. */
export const spacedWordBefore = (text: string, index: number): number =>
	backWhile(text, backWhile(text, index, isSpace), isNoSpace);
