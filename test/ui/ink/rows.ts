/** Texts of rows, to hold what stands in for parts of Ink against them. */
import fc from 'fast-check';

const esc = '\u001b';
const style = (code: string): string => `${esc}[${code}m`;

/** What rows are made of: words, glyphs of all widths, styles that open, close, nest and are left open, links. */
const piece = fc.constantFrom(
	...[
		'a',
		'word',
		'two words',
		' ',
		'   ',
		'│',
		'─',
		'▌',
		'…',
		'●',
		'今天',
		'👍',
		'👩‍🚀',
		'❤️',
		'é',
		'e\u0301',
	],
	...['\u200b', '\u00ad', '\u0301', 'עברית', 'हिन्दी', '\u3000', '\u00a0', '|', '\t', '\u0007', '\u009b'],
	...[
		'1',
		'2',
		'3',
		'4',
		'7',
		'9',
		'31',
		'38;5;120',
		'48;2;1;2;3',
		'1;32',
		'0',
		'',
		'22',
		'39',
		'49',
		'4:3',
	].map(style),
	`${esc}]8;;https://example.org${esc}\\`,
	`${esc}]8;;${esc}\\`,
	`${esc}[2J`,
);

const wild = fc.array(piece, {maxLength: 12}).map(parts => parts.join(''));

const paints = fc.constantFrom(
	...[
		['1', '22'],
		['2', '22'],
		['3', '23'],
		['4', '24'],
		['7', '27'],
		['9', '29'],
		['31', '39'],
		['97', '39'],
		['38;5;120', '39'],
		['38;2;10;20;30', '39'],
		['44', '49'],
		['103', '49'],
		['48;5;9', '49'],
	].map(
		([begin, end]) =>
			(text: string): string =>
				style(begin!) + text + style(end!),
	),
);

const spoken = fc.constantFrom(
	'',
	' ',
	'12:02',
	'  Alice',
	'Is it green?',
	'│',
	'─────',
	'● Bob',
	'»',
	'Привет',
	'今天',
);

/** As themes paint: styles around words, at most three about each other. */
const painted = fc
	.array(
		fc
			.tuple(spoken, fc.array(paints, {maxLength: 3}))
			.map(([text, all]) => all.reduce<string>((done, paint) => paint(done), text)),
		{maxLength: 8},
	)
	.map(parts => parts.join(''));

export const rowText = fc.oneof({weight: 2, arbitrary: painted}, {weight: 1, arbitrary: wild});
