import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mentionsIn} from '../../source/client/mention.ts';
import {reveal} from '../../source/protocol/clean.ts';
import {highlight} from '../../source/ui/markdown/highlight.ts';
import {isPlain, markedLines, type Reading, typedLines} from '../../source/ui/markdown/lines.ts';
import type {Span, SpanLine} from '../../source/ui/markdown/spans.ts';
import {textOf} from '../../source/ui/markdown/spans.ts';
import {spanRows} from '../../source/ui/span-rows.ts';
import {columns} from '../../source/ui/wrap.ts';
import {hostileText} from './samples.ts';

const reading: Reading = {mentions: () => [], depth: 24, highlight: undefined};

/** `[text]{looks}` for what has a look, `<url>` behind a link, `@` before somebody's name. */
const drawnSpan = ({text, roles = [], name, link}: Span): string => {
	const looks = [
		...roles,
		...(name === undefined ? [] : [`@${name}`]),
		...(link === undefined ? [] : [`<${link}>`]),
	];
	return looks.length === 0 ? text : `[${text}]{${looks.join(' ')}}`;
};

const drawn = (lines: readonly SpanLine[]): string[] =>
	lines.map(({first, spans}) => first + spans.map(drawnSpan).join(''));

const marked = (text: string, more: Partial<Reading> = {}): string[] =>
	drawn(markedLines(text, {...reading, ...more}));

describe('a line', () => {
	test.each([
		['**bold** and *soft* and _soft_', '[bold]{strong} and [soft]{emphasis} and [soft]{emphasis}'],
		['***both***', '[both]{strong emphasis}'],
		['~~gone~~ but ~so~', '[gone]{struck} but ~so~'],
		['`npm test`, ``a `b` c``', '[npm test]{code}, [a `b` c]{code}'],
		['snake_case_word, 2*3*4, a*b*c, __init__.py', 'snake_case_word, 2*3*4, a*b*c, __init__.py'],
		['/path/*/x and :* and *', '/path/*/x and :* and *'],
		['2 * 3 * 4 * 5', '2 * 3 * 4 * 5'],
		['rm *.js,*.ts *.md', 'rm *.js,*.ts *.md'],
		['(**so**), “_yes_”!', '([so]{strong}), “[yes]{emphasis}”!'],
		['\\*not soft\\*', '*not soft*'],
		['<b>html</b> &amp; [ref] ![im](x)', '<b>html</b> &amp; [ref] ![im](x)'],
		['# no heading', '# no heading'],
		['---', '---'],
		['a | b', 'a | b'],
	])('%s', (text, shown) => {
		expect(marked(text)).toEqual([shown]);
	});

	test('keeps marks that a terminal could not show', () => {
		expect(marked('`x` ~~y~~ **z**', {depth: 0})).toEqual(['[`x`]{code} ~~[y]{struck}~~ [z]{strong}']);
	});
});

describe('links', () => {
	test.each([
		['see https://ci.example/1812.', 'see [https://ci.example/1812]{link <https://ci.example/1812>}.'],
		[
			'[the build](https://ci.example/1)',
			'[the build]{link <https://ci.example/1>}[ (]{dim}[https://ci.example/1]{dim <https://ci.example/1>}[)]{dim}',
		],
		[
			'[https://a.example](https://b.example)',
			'[https://a.example]{link <https://b.example/>}[ (]{dim}[https://b.example]{dim <https://b.example/>}[)]{dim}',
		],
		[
			'[click](javascript:alert(1)) [x](file:///etc/passwd)',
			'[click](javascript:alert(1)) [x](file:///etc/passwd)',
		],
		[
			'https://bank.example@evil.example/',
			'[https://bank.example@evil.example/]{link <https://bank.example@evil.example/>}[ (leads to evil.example)]{strong}',
		],
		[
			'[https://bank.example](https://bank.example@evil.example)',
			'[https://bank.example]{link <https://bank.example@evil.example/>}[ (]{dim}[https://bank.example@evil.example]{dim <https://bank.example@evil.example/>}[ (leads to evil.example)]{strong}[)]{dim}',
		],
		[
			'[https://аррӏе.com](https://аррӏе.com)',
			'[https://аррӏе.com]{link <https://xn--80ak6aa92e.com/>}[ (leads to xn--80ak6aa92e.com)]{strong}',
		],
		['**https://a.example/x_y_z**', '[https://a.example/x_y_z]{link strong <https://a.example/x_y_z>}'],
	])('%s', (text, shown) => {
		expect(marked(text)).toEqual([shown]);
	});
});

test('names stand out: the reader’s own, and those of others behind an @', () => {
	const mentions = (text: string): ReadonlyArray<readonly [number, number]> => mentionsIn(text, 'Alice');
	expect(marked('alice: @Alice, ask @Bob or bob@example.org', {mentions})).toEqual([
		'[alice]{mention}: [@Alice]{mention}, ask [@Bob]{@Bob} or bob@example.org',
	]);
});

test('quotes, lists and code have an edge of their own', () => {
	const text = [
		'> so',
		'> it goes',
		'',
		'- one',
		'- two',
		'  - deeper',
		'2. second',
		'- [x] done',
		'',
		'```',
		'if (a) {',
		'\tb',
		'```',
		'end',
	];
	expect(marked(text.join('\n'))).toEqual([
		'> so',
		'> it goes',
		'',
		'• one',
		'• two',
		'  • deeper',
		'2. second',
		'• [x] done',
		'',
		'│ if (a) {',
		'│     b',
		'end',
	]);
});

test('a stack trace keeps its indents, also where it is broken', () => {
	const lines = markedLines('TypeError: x\n    at one two three (file.js:1:2)', reading);
	const rows = spanRows(lines, {first: 24, others: 24}).map(textOf);
	expect(rows).toEqual(['TypeError: x', '    at one two three', '    (file.js:1:2)']);
});

test('code is broken where a row ends, with all of its blanks', () => {
	const rows = spanRows(markedLines('```\na  b   c d\n\nx\n```', reading), {first: 7, others: 7}).map(textOf);
	expect(rows).toEqual(['│ a  b ', '│   c d', '│ ', '│ x']);
});

test('code of a known language is coloured, and no letter of it changes', () => {
	const code = 'const a = "x"; // hi\nreturn 1;';
	const lines = highlight(code, 'js')!;
	expect(lines.map(textOf).join('\n')).toBe(code);
	expect(lines[0]!.map(drawnSpan).join('')).toBe(
		'[const]{codeKeyword} a = ["x"]{codeString}; [// hi]{codeComment}',
	);
	expect(highlight(code, 'klingon')).toBeUndefined();
	// Half a minute, for what fits a message.
	expect(highlight('[a]('.repeat(4000), 'markdown')).toBeUndefined();
	expect(marked(`\`\`\`js\n${code}\n\`\`\``, {highlight})[2]).toBe(
		'│ [return]{codeKeyword} [1]{codeNumber};',
	);
});

test('of a message so much code is painted as takes no time, however it is cut into pieces', () => {
	const asked: number[] = [];
	const counting: typeof highlight = code => {
		asked.push(code.length);
		return undefined;
	};
	marked('```js\nx\n```\n'.repeat(100), {highlight: counting});
	expect(asked).toHaveLength(100);
	marked(`\`\`\`js\n${'[a]('.repeat(600)}\n\`\`\`\n\`\`\`js\nx\n\`\`\``, {highlight: counting});
	expect(asked).toHaveLength(100);
});

test('as it was typed, only links and names stand out', () => {
	expect(drawn(typedLines('**x** https://a.example\n  - @Bob', reading))).toEqual([
		'**x** [https://a.example]{link <https://a.example/>}',
		'  - [@Bob]{@Bob}',
	]);
});

/** What markup is made of, so that it may go. */
const withoutMarks = (text: string): string => text.replaceAll(/[\s*_~`\\>()[\]•│\-+\d.:]/g, '');
const markup = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'*',
				'**',
				'_',
				'~~',
				'`',
				'```',
				'\n',
				'> ',
				'- ',
				'1. ',
				'[',
				'](',
				')',
				'https://a.example/',
				'@Bob',
				'\\',
				'    ',
				'|',
				'#',
			),
			hostileText,
			fc.constantFrom('word', ' ', 'x'),
		),
		{maxLength: 30},
	)
	.map(parts => reveal(parts.join('')));

/** The letters that lead somewhere, in their order. */
const linked = (rows: readonly (readonly Span[])[]): string =>
	textOf(rows.flat().filter(({link}) => link !== undefined)).replaceAll(/\s/g, '');

describe('whatever is written', () => {
	test('no letter is lost or moved', () => {
		fc.assert(
			fc.property(markup, text => {
				const shown = markedLines(text, reading)
					.map(({first, spans}) => first + textOf(spans))
					.join('\n');
				let at = -1;
				for (const letter of withoutMarks(text)) {
					at = withoutMarks(shown).indexOf(letter, at + 1);
					expect(at).toBeGreaterThanOrEqual(0);
				}
			}),
			{numRuns: 300},
		);
	});

	test('rows fit, and links cover what leads there', () => {
		fc.assert(
			fc.property(markup, fc.integer({min: 4, max: 60}), (text, width) => {
				const lines = markedLines(text, reading);
				const rows = spanRows(lines, {first: width + 2, others: width});
				for (const row of rows) expect(columns(textOf(row))).toBeLessThanOrEqual(width + 2);
				// A mark behind a link may be one cluster with its last letter, and has its look then.
				expect(linked(rows)).toEqual(linked(spanRows(lines, {first: 1e6, others: 1e6})));
			}),
			{numRuns: 300},
		);
	});

	test('what is called plain has neither marks nor edges', () => {
		fc.assert(
			fc.property(markup, text => {
				if (text.trim() === '' || !isPlain(text, reading)) return;
				// Blanks at the end of a line are nothing to see.
				const seen = (one: string): string => one.replaceAll(/[ \t]+$/gm, '').trimEnd();
				expect(seen(drawn(markedLines(text, reading)).join('\n'))).toBe(seen(text));
			}),
			{numRuns: 300, examples: [['-'], ['1.'], ['a\n+']]},
		);
	});
});

test.each([
	['*a '.repeat(5400)],
	['_a'.repeat(8000)],
	['>'.repeat(16_000)],
	['> '.repeat(8000)],
	['- '.repeat(8000)],
	['['.repeat(16_000)],
	[Array.from({length: 150}, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
])('nothing that fits a message takes the stack or the day: %#', text => {
	expect(markedLines(text, reading).length).toBeGreaterThan(0);
});

test.each([
	['lists in lists', '1. '],
	['quotes and lists', '> - '],
	['lists and quotes', '- > '],
])('%s as deep as a message can be long take no stack', (_, opener) => {
	const deep = opener.repeat(4000);
	expect(marked(`${deep}end`).join(' ')).toContain('end');
	expect(marked('> - > - > - > - end')).toEqual(['> • > • > • > - end']);
});

test.each([
	['a tab', 'x\ty see https://bank.example or'],
	['a heap of joined signs', `${'🧑\u200d'.repeat(200)}🧑 https://bank.example or`],
])('%s before two links makes neither lead where the other does', (_, before) => {
	const lines = markedLines(`${before} [a b](https://evil.example/) end`, reading);
	for (const width of [20, 60]) {
		const rows = spanRows(lines, {first: width, others: width}).flat();
		const leading = (link: string): string => textOf(rows.filter(span => span.link === link));
		expect(leading('https://bank.example/')).toBe('https://bank.example');
		expect(leading('https://evil.example/')).toMatch(/^a ?bhttps:\/\/evil.example\/$/);
	}
});

test('of hundreds of lines nothing is a list, unless all of it is code', () => {
	const items = Array.from({length: 600}, (_, index) => `- item ${index}`);
	expect(markedLines(items.join('\n'), reading)[0]).toEqual({
		spans: [{text: '- item 0'}],
		first: '',
		rest: '',
	});
	expect(markedLines(items.slice(0, 500).join('\n'), reading)[0]).toMatchObject({first: '• '});
	const code = markedLines(`\`\`\`\n${items.join('\n')}\n\`\`\``, reading);
	expect([code.length, code[0]!.isCode]).toEqual([600, true]);
});
