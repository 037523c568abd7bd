/**
 * A message as lines of spans: Markdown as chats use it (CommonMark with GFM's strikethrough, by marked), each line
 * where its writer ended it. What is no markup is shown as it was typed, and no letter is ever lost.
 */
import type {Token, Tokens} from 'marked';
import type {Highlight} from './highlight.ts';
import {createLexer, inlineSpans, type Naming, plainSpans} from './inline.ts';
import type {Span, SpanLine} from './spans.ts';

/** How a message is read. */
export type Reading = Naming & {
	/** undefined until it is loaded: code is plain then */
	readonly highlight: Highlight | undefined;
};

/** Anything that may be markup, or a name or a link. Most messages have none of it. */
const special = /[*_~`[\\@]|:\/\/|^\s{0,3}(?:[-+>]|\d{1,9}[.)])(?:\s|$)|\t| {2}/m;

/** Is a message drawn as it stands, in one look? */
export const isPlain = (text: string, {mentions}: Naming): boolean =>
	!special.test(text) && mentions(text).length === 0;

const codeEdge = '│ ';
const quoteEdge = '> ';

/** What stands before lines of what they are in. */
type Edge = {readonly first: string; readonly rest: string};
const noEdge: Edge = {first: '', rest: ''};

/** Of more lines than these nobody makes lists and quotes by hand, and 16 KiB of them would take 200 ms to read. */
const linesRead = 500;
const isData = (text: string): boolean =>
	!/^(?:```|~~~)/.test(text) && text.split('\n', linesRead + 1).length > linesRead;

/** Painting code takes long for some of it, so a message gets so many characters painted, however it cuts them up. */
const painted = 2000;

const rationed = (highlight: Highlight | undefined): Highlight | undefined => {
	let left = painted;
	return (
		highlight &&
		((code, language) => {
			left -= code.length;
			return left < 0 ? undefined : highlight(code, language);
		})
	);
};

/** The lines of a message, read as Markdown; as they were typed where there are too many, and they are not all code. */
export const markedLines = (text: string, reading: Reading): SpanLine[] => {
	if (isData(text)) return typedLines(text, reading);
	const lines = blocks(lexed(text), noEdge, {...reading, highlight: rationed(reading.highlight)});
	return lines.length === 0 ? [{spans: [], ...noEdge}] : lines;
};

/** The lines of a message as they were typed; links and names are found in them all the same. */
export const typedLines = (text: string, naming: Naming): SpanLine[] =>
	text.split('\n').map(line => lineOf(line, noEdge, plainSpans(withoutIndent(line), naming)));

const lexed = (text: string): Token[] => createLexer().blockTokens(text);

const blocks = (tokens: readonly Token[], edge: Edge, reading: Reading): SpanLine[] => {
	const lines: SpanLine[] = [];
	for (const token of tokens) {
		const before = lines.length === 0 ? edge : {first: edge.rest, rest: edge.rest};
		// Of the newlines between two paragraphs, the first one ends the line before.
		if (token.type === 'space')
			lines.push(...blanks(token.raw.split('\n').length - 1 - (lines.length === 0 ? 0 : 1), before));
		else lines.push(...block(token, before, reading));
	}
	return lines;
};

const block = (token: Token, edge: Edge, reading: Reading): SpanLine[] => {
	switch (token.type) {
		case 'code':
			return codeLines(token as Tokens.Code, edge, reading);
		case 'blockquote':
			return blocks((token as Tokens.Blockquote).tokens, quoted(edge), reading);
		case 'list':
			return (token as Tokens.List).items.flatMap((item, index) =>
				itemLines(item, index === 0 ? edge : {first: edge.rest, rest: edge.rest}, reading),
			);
		default:
			return textLines(token.raw, edge, reading);
	}
};

const quoted = ({first, rest}: Edge): Edge => ({first: first + quoteEdge, rest: rest + quoteEdge});

const blanks = (length: number, {rest}: Edge): SpanLine[] =>
	Array.from({length: Math.max(0, length)}, () => ({spans: [], first: rest, rest}));

const bullet = /^\s*(?:[-*+]|\d{1,9}[.)])(?=\s|$)/;

const itemLines = ({raw, tokens, task}: Tokens.ListItem, edge: Edge, reading: Reading): SpanLine[] => {
	const marker = bullet.exec(raw)?.[0].trim() ?? '-';
	const sign = `${/\d/.test(marker) ? marker : '•'} `;
	const box = task ? (/^\s*\S+\s+(\[.\] )/.exec(raw)?.[1] ?? '') : '';
	const own = {first: edge.first + sign + box, rest: edge.rest + ' '.repeat(sign.length)};
	const lines = blocks(
		tokens.filter(({type}) => type !== 'checkbox'),
		own,
		reading,
	);
	return lines.length === 0 ? [{spans: [], ...own}] : lines;
};

const indent = /^[ \t]+/;
const withoutIndent = (line: string): string => line.replace(indent, '');

/** An indented line keeps its indent in its other rows too, as far as that leaves room to read. */
const lineOf = (line: string, edge: Edge, spans: readonly Span[]): SpanLine => {
	const blank = (indent.exec(line)?.[0] ?? '').replaceAll('\t', '    ');
	return {spans, first: edge.first + blank, rest: edge.rest + blank};
};

const textLines = (raw: string, edge: Edge, reading: Reading): SpanLine[] =>
	raw
		.replace(/\n$/, '')
		.split('\n')
		.map((line, index) => {
			const before = index === 0 ? edge : {first: edge.rest, rest: edge.rest};
			return lineOf(line, before, inlineSpans(withoutIndent(line), reading));
		});

/** What is written behind the fence is the language, mostly, and shown: it may as well be the first words of the code. */
const codeLines = ({text, lang = ''}: Tokens.Code, {first, rest}: Edge, {highlight}: Reading): SpanLine[] => {
	const shown = text.replaceAll('\t', '    ');
	const language = /^\S*/.exec(lang)![0];
	const code = highlight?.(shown, language) ?? shown.split('\n').map((line): Span[] => [{text: line}]);
	const head: Span[][] = lang === '' ? [] : [[{text: lang, roles: ['codeEdge']}]];
	return [...head, ...(shown === '' ? [] : code)].map((spans, index) => ({
		spans,
		first: (index === 0 ? first : rest) + codeEdge,
		rest: rest + codeEdge,
		isCode: true,
	}));
};
