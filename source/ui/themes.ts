/**
 * What things look like: one table of roles, drawn in true colour, 256 or 16 colours, or with bold, dim,
 * inverse and underline alone. Colour only ever repeats what a word or a sign says already.
 */
import {Chalk, type ChalkInstance} from 'chalk';
import {nameKey} from '../protocol/names.ts';
import {
	type Background,
	type Basic,
	type Colour,
	type Palette,
	type PaletteName,
	palettes,
} from './palettes.ts';

export type {Background, PaletteName} from './palettes.ts';

/** Bits of colour that a terminal shows. 0 is for NO_COLOR. */
export type Depth = 0 | 4 | 8 | 24;

type Modifier = 'bold' | 'dim' | 'inverse' | 'underline' | 'italic' | 'strikethrough';

/** `mono` stands in for the colour where there is none. */
type Style = {
	readonly colour?: Colour;
	readonly modifiers?: readonly Modifier[];
	readonly mono?: readonly Modifier[];
};

const faint: Style = {colour: 'faint', mono: ['dim']};

const roles = {
	// the message pane
	time: faint,
	text: {},
	self: {modifiers: ['bold']},
	action: {modifiers: ['italic']},
	mention: {colour: 'warning', modifiers: ['bold']},
	to: {colour: 'accent'},
	notice: {colour: 'accent', modifiers: ['bold']},
	info: {colour: 'accent'},
	error: {colour: 'bad', mono: ['bold']},
	presence: faint,
	day: faint,
	marker: {colour: 'warning', mono: ['bold']},
	pending: faint,
	failed: {colour: 'bad', mono: ['bold']},
	link: {colour: 'accent', modifiers: ['underline']},
	// in what was written
	strong: {modifiers: ['bold']},
	emphasis: {modifiers: ['italic']},
	struck: {modifiers: ['strikethrough']},
	code: {colour: 'good'},
	codeEdge: faint,
	codeKeyword: {colour: 'accent', modifiers: ['bold']},
	codeName: {colour: 'accent'},
	codeString: {colour: 'good'},
	codeNumber: {colour: 'warning'},
	codeComment: {colour: 'faint', mono: ['dim']},
	codeAdded: {colour: 'good'},
	codeRemoved: {colour: 'bad'},
	found: {colour: 'warning', modifiers: ['bold', 'underline']},
	// around it
	title: {modifiers: ['bold']},
	topic: {},
	heading: {modifiers: ['bold']},
	current: {colour: 'accent', modifiers: ['bold'], mono: ['inverse']},
	unread: {modifiers: ['bold']},
	mentionCount: {colour: 'warning', modifiers: ['bold']},
	online: {colour: 'good'},
	away: faint,
	status: faint,
	warning: {colour: 'warning', mono: ['bold']},
	border: faint,
	accent: {colour: 'accent', mono: ['bold']},
	dim: faint,
} as const satisfies Record<string, Style>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as Role[];

export type Painter = (text: string) => string;

export type Theme = {
	readonly depth: Depth;
	readonly background: Background;
	/** the text in a role's look; nothing else is added */
	readonly paint: (role: Role, text: string) => string;
	/** paints a name in its own colour: the same one for every way of writing the id, in every session */
	readonly name: (id: string) => Painter;
};

const levels = {0: 1, 4: 1, 8: 2, 24: 2} as const satisfies Record<Depth, 1 | 2>;

/** Bounds what a room of passers-by can make us remember. */
const namesHeld = 4096;

export const createTheme = ({
	depth,
	background,
	palette: name = 'usual',
}: {
	depth: Depth;
	background: Background;
	palette?: PaletteName;
}): Theme => {
	const palette = palettes[name][background];
	// Without colour chalk would drop bold and dim too, so it runs with 16 and is given none.
	const chalk = new Chalk({level: levels[depth]});

	const painters = Object.fromEntries(
		roleNames.map(role => [role, painterOf(style(chalk, roles[role], depth, palette))]),
	) as Record<Role, Painter>;
	const names = namePainters(chalk, depth, palette);
	const known = new Map<string, Painter>();

	return {
		depth,
		background,
		paint: (role, text) => painters[role](text),
		name: id => {
			const held = known.get(id);
			if (held) return held;
			const painter = names[hash(nameKey(id)) % names.length]!;
			if (known.size >= namesHeld) known.clear();
			known.set(id, painter);
			return painter;
		},
	};
};

const style = (chalk: ChalkInstance, row: Style, depth: Depth, palette: Palette): ChalkInstance => {
	const start = depth === 0 ? chalk : coloured(chalk, row.colour, depth, palette);
	const modifiers = [...(row.modifiers ?? []), ...(depth === 0 ? (row.mono ?? []) : [])];
	return modifiers.reduce((styled, modifier) => styled[modifier], start);
};

const coloured = (
	chalk: ChalkInstance,
	name: Colour | undefined,
	depth: Exclude<Depth, 0>,
	{colours}: Palette,
): ChalkInstance => {
	if (name === undefined) return chalk;
	const {index, basic} = colours[name];
	return depth === 4 ? basically(chalk, basic) : chalk.ansi256(index);
};

const basically = (chalk: ChalkInstance, basic: Basic): ChalkInstance =>
	basic === 'plain' ? chalk : chalk[basic];

const namePainters = (chalk: ChalkInstance, depth: Depth, {names, basicNames}: Palette): Painter[] => {
	if (depth === 0) return [painterOf(chalk.bold)];
	if (depth === 4) return basicNames.map(basic => painterOf(basically(chalk, basic)));
	return names.map(index => painterOf(chalk.ansi256(index)));
};

const painterOf =
	(styled: ChalkInstance): Painter =>
	text =>
		text === '' ? '' : styled(text);

/** FNV-1a, 32 bits: small, well spread, and the same on every machine. */
const hash = (text: string): number => {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return value >>> 0;
};
