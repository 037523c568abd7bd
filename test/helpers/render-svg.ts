/** A terminal's screen as a picture: SVG made of text, sharp at any size and small enough for a README. */
import type {Cell, Color, Terminal} from './terminal.ts';

const cellWidth = 8.4;
const cellHeight = 18;
const baseline = 13.2;
const fontSize = 14;
const padding = 12;
const titleHeight = 34;

const fonts = [
	"'SF Mono'",
	'SFMono-Regular',
	"'Cascadia Mono'",
	"'JetBrains Mono'",
	"'DejaVu Sans Mono'",
	'Menlo',
	'Consolas',
	"'Liberation Mono'",
	'monospace',
].join(', ');

/** A terminal's own colours, and those of the window around it. */
const papers = {
	dark: {
		background: '#14161b',
		foreground: '#d6dae3',
		cursor: '#e8ecf4',
		bar: '#1d2027',
		edge: '#2b2f39',
		title: '#8b93a5',
	},
	light: {
		background: '#fbfaf7',
		foreground: '#24272e',
		cursor: '#3c414b',
		bar: '#ecebe6',
		edge: '#d5d3cc',
		title: '#6c717c',
	},
} as const;

export type PaperName = keyof typeof papers;
type Paper = (typeof papers)[PaperName];

const dots = ['#ff5f57', '#febc2e', '#28c840'];

/** The sixteen colours that a terminal's user chooses; the other 240 are fixed. */
const sixteen = [
	['#2b2f39', '#f07178', '#a6d189', '#e5c07b', '#7aa2f7', '#c795e8', '#6fc9d1', '#c3c9d5'],
	['#5b6375', '#ff8b92', '#bfe5a2', '#f5d49a', '#9dbcff', '#dcb3f5', '#93e0e6', '#f4f6fa'],
].flat();

const cube = [0, 95, 135, 175, 215, 255];
const hex = (...parts: number[]): string =>
	`#${parts.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const paletteColor = (index: number): string => {
	if (index < 16) return sixteen[index]!;
	if (index >= 232) return hex(...Array<number>(3).fill(8 + 10 * (index - 232)));
	const place = index - 16;
	return hex(cube[Math.floor(place / 36)]!, cube[Math.floor(place / 6) % 6]!, cube[place % 6]!);
};

const resolve = (color: Color, otherwise: string): string => {
	if (color === 'default') return otherwise;
	return typeof color === 'number' ? paletteColor(color) : color;
};

/** A colour half way to the background: how terminals draw dim text. */
const dimmed = (color: string, background: string): string => {
	const channels = (of: string): number[] => [1, 3, 5].map(at => Number.parseInt(of.slice(at, at + 2), 16));
	const below = channels(background);
	return hex(...channels(color).map((value, index) => value * 0.6 + below[index]! * 0.4));
};

type Style = {ink: string; paper: string; bold: boolean; italic: boolean; lines: string};
type Run = Style & {column: number; width: number; text: string};

const styleOf = (cell: Cell, own: Paper): Style => {
	const foreground = resolve(cell.foreground, own.foreground);
	const background = resolve(cell.background, own.background);
	const [ink, paper] = cell.inverse ? [background, foreground] : [foreground, background];
	const lines = [...(cell.underline ? ['underline'] : []), ...(cell.strikethrough ? ['line-through'] : [])];
	return {
		ink: cell.dim ? dimmed(ink, paper) : ink,
		paper,
		bold: cell.bold,
		italic: cell.italic,
		lines: lines.join(' '),
	};
};

/** Light box drawing by its arms, since glyphs of most fonts leave gaps between rows. */
const arms: Readonly<Record<string, string>> = {
	'─': 'lr',
	'│': 'ud',
	'┌': 'rd',
	'┐': 'ld',
	'└': 'ru',
	'┘': 'lu',
	'├': 'udr',
	'┤': 'udl',
	'┬': 'lrd',
	'┴': 'lru',
	'┼': 'lrud',
	'╭': 'rd',
	'╮': 'ld',
	'╰': 'ru',
	'╯': 'lu',
	'╴': 'l',
	'╶': 'r',
};

const sameStyle = (one: Style, other: Style): boolean =>
	one.ink === other.ink &&
	one.paper === other.paper &&
	one.bold === other.bold &&
	one.italic === other.italic &&
	one.lines === other.lines;

const kindOf = (text: string): 'box' | 'plain' | 'other' => {
	if (text in arms) return 'box';
	return /^[\u0020-\u007e]$/.test(text) ? 'plain' : 'other';
};

/** The cells of a row in runs of one style. What a font may draw wider than it should stands alone. */
const runsOf = (terminal: Terminal, row: number, own: Paper): Run[] => {
	const runs: Run[] = [];
	let kind = '';
	for (let column = 0; column < terminal.columns; column++) {
		const cell = terminal.cell(row, column);
		if (cell.width === 0) continue;
		const style = styleOf(cell, own);
		const last = runs.at(-1);
		const next = kindOf(cell.text);
		if (last && next !== 'other' && kind === next && sameStyle(last, style)) {
			last.text += cell.text;
			last.width += cell.width;
		} else runs.push({...style, column, width: cell.width, text: cell.text});
		kind = next;
	}
	return runs;
};

const round = (value: number): string => String(Math.round(value * 100) / 100);
const escapeXml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const leftOf = (column: number): number => padding + column * cellWidth;
const topOf = (row: number): number => titleHeight + padding + row * cellHeight;

const drawPaper = ({paper, column, width}: Run, row: number, own: Paper): string =>
	paper === own.background
		? ''
		: `<rect x="${round(leftOf(column))}" y="${topOf(row)}" width="${round(width * cellWidth)}" height="${cellHeight}" fill="${paper}"/>`;

const drawInk = (run: Run, row: number): string => {
	if (run.text.trim() === '' && run.lines === '') return '';
	if (run.text[0]! in arms) return drawBoxes(run, row);
	// Spaces at the ends would be stretched with the text.
	const start = run.text.length - run.text.trimStart().length;
	const text = run.text.trim();
	const width = run.width - (run.text.length - text.length);
	const attributes = [
		`x="${round(leftOf(run.column + start))}" y="${round(topOf(row) + baseline)}"`,
		`fill="${run.ink}"`,
		text.length === 1 ? '' : `textLength="${round(width * cellWidth)}"`,
		run.bold ? 'font-weight="bold"' : '',
		run.italic ? 'font-style="italic"' : '',
		run.lines === '' ? '' : `text-decoration="${run.lines}"`,
	];
	return `<text ${attributes.filter(Boolean).join(' ')}>${escapeXml(text)}</text>`;
};

const drawBoxes = ({text, column, ink}: Run, row: number): string => {
	const middle = topOf(row) + cellHeight / 2;
	if (/^─+$/.test(text))
		return `<path d="M${round(leftOf(column))} ${middle}h${round(text.length * cellWidth)}" stroke="${ink}"/>`;
	const strokes = [...text].map((character, index) => {
		const x = round(leftOf(column + index) + cellWidth / 2);
		return [...arms[character]!]
			.map(arm => {
				if (arm === 'l' || arm === 'r') return `M${x} ${middle}h${(arm === 'l' ? -1 : 1) * (cellWidth / 2)}`;
				return `M${x} ${middle}v${(arm === 'u' ? -1 : 1) * (cellHeight / 2)}`;
			})
			.join('');
	});
	return `<path d="${strokes.join('')}" stroke="${ink}"/>`;
};

const drawCursor = (terminal: Terminal, own: Paper): string => {
	const {row, column, visible} = terminal.cursor;
	if (!visible) return '';
	return `<rect x="${round(leftOf(column))}" y="${topOf(row)}" width="${cellWidth}" height="${cellHeight}" fill="${own.cursor}" opacity="0.85"/>`;
};

const drawWindow = (width: number, height: number, title: string, own: Paper): string[] => [
	`<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="${own.background}" stroke="${own.edge}"/>`,
	`<path d="M1 ${titleHeight}V9.5a8.5 8.5 0 0 1 8.5-8.5H${width - 9.5}a8.5 8.5 0 0 1 8.5 8.5V${titleHeight}z" fill="${own.bar}"/>`,
	...dots.map(
		(color, index) => `<circle cx="${20 + index * 20}" cy="${titleHeight / 2}" r="6" fill="${color}"/>`,
	),
	`<text x="${width / 2}" y="${titleHeight / 2 + 4.5}" fill="${own.title}" text-anchor="middle" font-size="13">${escapeXml(title)}</text>`,
];

/** What a terminal shows at this moment, in a window's frame. The same screen always gives the same bytes. */
export const renderSvg = (
	terminal: Terminal,
	{title, paper = 'dark'}: {title: string; paper?: PaperName},
): string => {
	const own = papers[paper];
	const width = Math.ceil(terminal.columns * cellWidth + 2 * padding);
	const height = titleHeight + terminal.rows * cellHeight + 2 * padding;
	const rows = Array.from({length: terminal.rows}, (_, row) => runsOf(terminal, row, own));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts}" font-size="${fontSize}" fill="none" xml:space="preserve">`,
		...drawWindow(width, height, title, own),
		...rows.flatMap((runs, row) => runs.map(run => drawPaper(run, row, own))),
		drawCursor(terminal, own),
		...rows.flatMap((runs, row) => runs.map(run => drawInk(run, row))),
		'</svg>',
		'',
	]
		.filter((line, index, all) => line !== '' || index === all.length - 1)
		.join('\n');
};
