/**
 * The table of what people can set: the file, `/set`, its completion, the documentation and the tests read it. In the
 * file a name's part before the dot is a table: `sidebar.side` is `side` in `[sidebar]`.
 */
import type {Bindings} from './keymap.ts';
import {isZone} from './local-time.ts';

type Choice<Value extends string> = {
	readonly kind: 'choice';
	readonly values: readonly Value[];
	readonly initial: Value;
	readonly says: string;
};
type Switch = {readonly kind: 'switch'; readonly initial: boolean; readonly says: string};
type Whole = {
	readonly kind: 'number';
	readonly least: number;
	readonly most: number;
	readonly initial: number;
	readonly says: string;
};
type Words = {
	readonly kind: 'text';
	readonly initial: string;
	readonly says: string;
	/** the end of a sentence about a value that will not do; undefined for one that will */
	readonly objection: (value: string) => string | undefined;
};

export type PreferenceRow = Choice<string> | Switch | Whole | Words;

const choice = <const Value extends string>(
	values: readonly Value[],
	initial: NoInfer<Value>,
	says: string,
): Choice<Value> => ({kind: 'choice', values, initial, says});
const toggle = (initial: boolean, says: string): Switch => ({kind: 'switch', initial, says});

export const preferenceTable = {
	theme: choice(
		['auto', 'dark', 'light', 'contrast', 'deuteran', 'tritan'],
		'auto',
		'colours: by the terminal’s background, or one of these; deuteran and tritan are safe for colour-blind people',
	),
	'sidebar.show': toggle(true, 'rooms and people beside the messages'),
	'sidebar.side': choice(['left', 'right'], 'left', 'where the sidebar stands'),
	'sidebar.width': {
		kind: 'number',
		least: 0,
		most: 60,
		initial: 0,
		says: 'columns of the sidebar; 0 goes by the window',
	},
	'time.clock': choice(['auto', '12', '24'], 'auto', 'hours as your language writes them, or of one kind'),
	'time.zone': {
		kind: 'text',
		initial: '',
		says: 'time zone, such as Europe/Berlin; empty for this machine’s',
		objection: zone =>
			zone === '' || isZone(zone) ? undefined : 'has to be a time zone such as Europe/Berlin',
	},
	'text.markdown': toggle(true, 'draw *bold*, `code`, lists and the like; off shows what was typed'),
	'text.fold': {
		kind: 'number',
		least: 0,
		most: 1000,
		initial: 24,
		says: 'rows beyond which a message is folded to a third of them; 0 folds none',
	},
	'text.emoji': choice(
		['auto', 'full', 'safe'],
		'auto',
		'safe leaves out what terminals draw with differing widths; auto asks the terminal',
	),
	'text.joins': choice(['fold', 'hide'], 'fold', 'who joined and left: in one line, or not at all'),
	'notify.level': choice(
		['all', 'mentions', 'nothing'],
		'mentions',
		'what calls you: every message, mentions and direct messages, or nothing; rooms may differ (/notify)',
	),
	'notify.bell': toggle(true, 'ring the terminal’s bell'),
	'notify.desktop': toggle(
		true,
		'show a notification on the desktop while the window has no focus (OSC 9, OSC 777)',
	),
	'notify.title': toggle(true, 'count unread messages in the window’s title'),
	'notify.quiet': toggle(false, 'do not disturb: no bell and no notification'),
	mouse: toggle(true, 'wheel and clicks; off leaves the mouse to the terminal'),
	motion: choice(['full', 'reduced'], 'full', 'reduced: nothing on the screen counts or changes by itself'),
	'screen-reader': toggle(false, 'a linear log that screen readers read well, in place of the full screen'),
} as const satisfies Record<string, PreferenceRow>;

export type PreferenceName = keyof typeof preferenceTable;

export const preferenceNames = Object.keys(preferenceTable) as PreferenceName[];

type ValueOf<Row> =
	Row extends Choice<infer Value>
		? Value
		: Row extends {kind: 'switch'}
			? boolean
			: Row extends {kind: 'number'}
				? number
				: string;

export type PreferenceValue = string | number | boolean;

export type PreferenceValues = {readonly [Name in PreferenceName]: ValueOf<(typeof preferenceTable)[Name]>};

/** What one person has set. */
export type Preferences = {
	readonly values: PreferenceValues;
	/** keys of their own */
	readonly keys: Bindings;
	/** commands of their own, by the name without a slash: what stands for it, such as `/msg Bob` */
	readonly aliases: Readonly<Record<string, string>>;
};

export const usualPreferences: Preferences = {
	values: Object.fromEntries(
		preferenceNames.map(name => [name, preferenceTable[name].initial]),
	) as PreferenceValues,
	keys: {},
	aliases: {},
};

/** A wish that is kept in the file, or taken out of it. */
export type PreferenceChange =
	/** @property value undefined for what it is without a wish */
	| {readonly type: 'value'; readonly name: PreferenceName; readonly value: PreferenceValue | undefined}
	/** @property text what the alias stands for; undefined takes it away */
	| {readonly type: 'alias'; readonly name: string; readonly text: string | undefined};

/** What one has set once a wish has come true. */
export const withChange = (preferences: Preferences, change: PreferenceChange): Preferences => {
	if (change.type === 'value') {
		const {name, value = preferenceTable[change.name].initial} = change;
		return {...preferences, values: {...preferences.values, [name]: value}};
	}
	const {[change.name]: _, ...aliases} = preferences.aliases;
	return {
		...preferences,
		aliases: change.text === undefined ? aliases : {...aliases, [change.name]: change.text},
	};
};

/** What was found in the file, and what is wrong in it, in sentences. */
export type Kept = {
	readonly preferences: Preferences;
	readonly complaints: readonly string[];
	/** nothing of it could be taken */
	readonly isLost?: true;
};

/** The file that wishes are kept in. */
export type Keeper = {
	/** never fails: what cannot be read is as if it was not set, and complained of */
	read: () => Promise<Kept>;
	/** @throws {ChatError} SETTING_BAD, by rejecting, when it cannot be kept; the file is as it was then */
	keep: (change: PreferenceChange) => Promise<void>;
};
