/** What stands in a line: emphasis, code, links and names. */
import {getDefaults, Lexer, type Token, Tokenizer, type Tokens} from 'marked';
import {hostNote, linksIn, webLink} from '../links.ts';
import type {Depth} from '../themes.ts';
import {type Span, within} from './spans.ts';

export type Naming = {
	/** where the reader’s name stands in a text, as [from, to); nowhere in what does not mean them */
	readonly mentions: (text: string) => ReadonlyArray<readonly [number, number]>;
	/** what a terminal of few colours cannot show is left as it was typed */
	readonly depth: Depth;
	/** it is the text of a link, which tells by itself where it leads */
	readonly isInLink?: true;
};

/** Parts of Markdown that nobody means in a chat: what looks like them is shown as it was typed. */
const unwanted = [
	'code',
	'heading',
	'lheading',
	'hr',
	'html',
	'def',
	'table',
	'url',
	'autolink',
	'tag',
	'reflink',
] as const;

/** Quotes and lists in each other beyond this are no talk any more, and each level is some calls on the stack. */
const deepest = 6;

// CommonMark takes 5*3*2, *.js,*.ts, /a/*/b and __init__.py for emphasis. Here it stands between blanks or brackets.
/** What emphasis may stand behind. */
const mayFollow = /^$|[\s([{"'“‘«*_~–—-]$/u;
/** What it begins with: never with what belongs to a path, a pattern or a formula. */
const mayBegin = /^[*_]+[^\s.,:;/\\)\]}!?|&=+%-]/u;
const closesStars = /^(?![\p{L}\p{M}\p{N}_])/u;
const closesUnderscores = /^[^\s\p{L}\p{N}_]*(?:\s|$)/u;

const createTokenizer = (): Tokenizer => {
	const tokenizer = new Tokenizer();
	for (const name of unwanted) tokenizer[name] = (): undefined => undefined;
	const {blockquote, list, emStrong, del} = tokenizer;
	let depth = 0;
	/** What is inside is read by the same tokenizer before this returns. */
	const inside = <Inner>(read: () => Inner): Inner | undefined => {
		if (depth >= deepest) return undefined;
		depth++;
		try {
			return read();
		} finally {
			depth--;
		}
	};
	tokenizer.blockquote = function (source) {
		return inside(() => blockquote.call(this, source));
	};
	tokenizer.list = function (source) {
		return inside(() => list.call(this, source));
	};
	tokenizer.emStrong = function (source, masked, previous) {
		if (!mayFollow.test(previous ?? '') || !mayBegin.test(source)) return undefined;
		const token = emStrong.call(this, source, masked, previous);
		const closes = source.startsWith('_') ? closesUnderscores : closesStars;
		return token && closes.test(source.slice(token.raw.length)) ? token : undefined;
	};
	// One tilde is a path or about so much.
	tokenizer.del = function (source, masked, previous) {
		return source.startsWith('~~') ? del.call(this, source, masked, previous) : undefined;
	};
	return tokenizer;
};

const tokenizer = createTokenizer();
export const createLexer = (): Lexer => new Lexer({...getDefaults(), gfm: true, breaks: true, tokenizer});

/** Finding pairs takes the square of their number in a line: what has more is no text that somebody wrote. */
const markersAtMost = 400;
const markers = /[*_~[`]/g;

/** A line without newlines as spans. All that is no markup is there as it was typed. */
export const inlineSpans = (line: string, naming: Naming): Span[] => {
	if ((line.match(markers)?.length ?? 0) > markersAtMost) return plainSpans(line, naming);
	return createLexer()
		.inlineTokens(line)
		.flatMap(token => tokenSpans(token, naming));
};

const tokenSpans = (token: Token, naming: Naming): Span[] => {
	const inside = token.type === 'link' ? {...naming, isInLink: true as const} : naming;
	const inner = (): Span[] =>
		('tokens' in token && token.tokens ? token.tokens : []).flatMap(one => tokenSpans(one, inside));
	switch (token.type) {
		case 'strong':
			return inner().map(span => within(span, 'strong'));
		case 'em':
			return inner().map(span => within(span, 'emphasis'));
		case 'del':
			return struck(token as Tokens.Del, inner(), naming);
		case 'codespan':
			return [{text: naming.depth === 0 ? token.raw : (token as Tokens.Codespan).text, roles: ['code']}];
		case 'link':
			return linkSpans(token as Tokens.Link, inner(), naming);
		case 'escape':
			return [{text: (token as Tokens.Escape).text}];
		default:
			return plainSpans(token.raw, naming);
	}
};

/** Consoles of few colours cannot strike out, so the tildes stay there. */
const struck = (_: Tokens.Del, inner: Span[], {depth}: Naming): Span[] => {
	const spans = inner.map(span => within(span, 'struck'));
	return depth > 4 ? spans : [{text: '~~'}, ...spans, {text: '~~'}];
};

/** `text (where it leads)`: nobody is led where they do not see. */
const linkSpans = ({raw, href, text}: Tokens.Link, inner: Span[], naming: Naming): Span[] => {
	const link = webLink(href);
	if (link === undefined) return plainSpans(raw, naming);
	const spans = inner.map(({text: shown}): Span => ({text: shown, roles: ['link'], link}));
	if (text === href || text === link) return [...spans, ...noteSpans(href, link)];
	return [
		...spans,
		{text: ' (', roles: ['dim']},
		{text: href, roles: ['dim'], link},
		...noteSpans(href, link),
		{text: ')', roles: ['dim']},
	];
};

/** Where a link leads, behind one that can be taken for another. */
const noteSpans = (text: string, link: string): Span[] => {
	const note = hostNote(text, link);
	return note === '' ? [] : [{text: note, roles: ['strong']}];
};

/** Text without markup: links and names are found in it. */
export const plainSpans = (text: string, naming: Naming): Span[] => {
	const spans: Span[] = [];
	let at = 0;
	for (const {from, to, url} of linksIn(text)) {
		spans.push(...namedSpans(text.slice(at, from), naming));
		const shown = text.slice(from, to);
		spans.push({text: shown, roles: ['link'], link: url});
		if (!naming.isInLink) spans.push(...noteSpans(shown, url));
		at = to;
	}
	return [...spans, ...namedSpans(text.slice(at), naming)];
};

const addressed = /(?<![\p{L}\p{M}\p{N}_@])@([\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?)/gu;

/** The reader's own name, however it is written, and the names of others behind an @. */
const namedSpans = (text: string, {mentions}: Naming): Span[] => {
	const found: Array<{from: number; to: number; span: Span}> = [];
	for (const [start, to] of mentions(text)) {
		const from = text[start - 1] === '@' ? start - 1 : start;
		found.push({from, to, span: {text: text.slice(from, to), roles: ['mention']}});
	}
	for (const {0: whole, 1: id, index} of text.matchAll(addressed)) {
		found.push({from: index, to: index + whole.length, span: {text: whole, name: id!}});
	}
	found.sort((one, other) => one.from - other.from);
	const spans: Span[] = [];
	let at = 0;
	for (const {from, to, span} of found) {
		if (from < at) continue;
		if (from > at) spans.push({text: text.slice(at, from)});
		spans.push(span);
		at = to;
	}
	if (at < text.length) spans.push({text: text.slice(at)});
	return spans;
};
