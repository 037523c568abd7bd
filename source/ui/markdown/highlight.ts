/** Code in colours, by lowlight and its common languages. Half a megabyte of source: loaded once there is code to show. */
import {common, createLowlight} from 'lowlight';
import type {Role} from '../themes.ts';
import type {Span} from './spans.ts';

/** Code as lines of spans; undefined for a language that is not known, and for code that is too long. */
export type Highlight = (code: string, language: string) => Span[][] | undefined;

/** highlight.js has many scopes; a terminal has few colours that can be told apart. */
const roleOf: Readonly<Record<string, Role>> = {
	'hljs-keyword': 'codeKeyword',
	'hljs-built_in': 'codeName',
	'hljs-type': 'codeName',
	'hljs-title': 'codeName',
	'hljs-name': 'codeName',
	'hljs-tag': 'codeName',
	'hljs-attr': 'codeName',
	'hljs-section': 'codeKeyword',
	'hljs-selector-tag': 'codeKeyword',
	'hljs-literal': 'codeNumber',
	'hljs-number': 'codeNumber',
	'hljs-symbol': 'codeNumber',
	'hljs-string': 'codeString',
	'hljs-regexp': 'codeString',
	'hljs-comment': 'codeComment',
	'hljs-quote': 'codeComment',
	'hljs-meta': 'codeComment',
	'hljs-addition': 'codeAdded',
	'hljs-deletion': 'codeRemoved',
};

type Node = {
	readonly type: string;
	readonly value?: string;
	readonly properties?: {readonly className?: unknown};
	readonly children?: readonly Node[];
};

const roleIn = ({properties}: Node): Role | undefined =>
	Array.isArray(properties?.className)
		? properties.className.map(name => roleOf[String(name)]).find(Boolean)
		: undefined;

const spansOf = (nodes: readonly Node[], role: Role | undefined): Span[] =>
	nodes.flatMap(node => {
		if (node.type === 'text') return [{text: node.value ?? '', ...(role ? {roles: [role]} : {})}];
		return spansOf(node.children ?? [], roleIn(node) ?? role);
	});

const inLines = (spans: readonly Span[]): Span[][] => {
	const lines: Span[][] = [[]];
	for (const span of spans) {
		const [first = '', ...others] = span.text.split('\n');
		if (first !== '') lines.at(-1)!.push({...span, text: first});
		for (const text of others) lines.push(text === '' ? [] : [{...span, text}]);
	}
	return lines;
};

/**
 * Grammars take the square of what they meet, and worse: 16 KiB of `[a](` held Markdown's up for half a minute. So it is
 * left to the chat itself, Arduino's is C++'s, and whoever asks gives no other one more than it is done with within a
 * frame or two.
 */
const {arduino: _, markdown: __, ...languages} = common;

const lowlight = createLowlight(languages);

export const highlight: Highlight = (code, language) => {
	if (!lowlight.registered(language)) return undefined;
	return inLines(spansOf(lowlight.highlight(language, code).children as readonly Node[], undefined));
};
