/**
 * The table of keys. The screen, its help, the README and the tests read it, and people bind its actions to keys of
 * their own. A row names an action, the keys that cause it, and what it does; of two rows with the same key, the one
 * whose `when` holds comes first.
 */
import type {EditCommand} from './editor.ts';

/** What can be done with the message that is picked. */
export type PickAction =
	| 'reply'
	| 'rewrite'
	| 'remove'
	| 'react'
	| 'copy'
	| 'openLink'
	| 'unreadFrom'
	| 'whois'
	| 'fold'
	| 'answered'
	| 'asTyped';

export type ScreenAction =
	| 'submit'
	| 'newline'
	| 'pageUp'
	| 'pageDown'
	| 'oldest'
	| 'newest'
	| 'nextRoom'
	| 'previousRoom'
	| 'numberedRoom'
	| 'nextActive'
	| 'firstUnread'
	| 'pickRoom'
	| 'older'
	| 'newer'
	| 'complete'
	| 'completeBack'
	| 'recallSent'
	| 'editText'
	| 'retry'
	| 'takeBack'
	| 'search'
	| 'mentions'
	| 'pickOlder'
	| 'pickNewer'
	| PickAction
	| 'help'
	| 'where'
	| 'sidebar'
	| 'mouse'
	| 'redraw'
	| 'close'
	| 'interrupt'
	| 'suspend';

export type Action = ScreenAction | EditCommand;

/** `empty`: only while nothing is typed; `picked`: only while a message is picked, and then before all else. */
type When = 'empty' | 'picked';

export type KeyRow = {
	readonly keys: readonly string[];
	readonly action: Action;
	readonly says: string;
	readonly when?: When;
	/** the same in a word, for the status line */
	readonly brief?: string;
};

export type KeyGroup = {readonly title: string; readonly rows: readonly KeyRow[]};

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const picked = (keys: readonly string[], action: Action, says: string, brief?: string): KeyRow => ({
	keys,
	action,
	says,
	when: 'picked',
	...(brief === undefined ? {} : {brief}),
});

/** The keys as they are when nobody has bound any. */
const groups: readonly KeyGroup[] = [
	{
		title: 'Talking',
		rows: [
			{keys: ['enter'], action: 'submit', says: 'send'},
			{keys: ['alt+enter', 'shift+enter', 'ctrl+j'], action: 'newline', says: 'new line'},
			{
				keys: ['tab'],
				action: 'complete',
				says: 'complete a name, /command, #room or :emoji:; again for the next one',
			},
			{keys: ['shift+tab'], action: 'completeBack', says: 'the completion before'},
			{keys: ['up'], action: 'older', says: 'line above, or what was sent before'},
			{keys: ['down'], action: 'newer', says: 'line below, or what was sent after'},
			{keys: ['ctrl+r'], action: 'recallSent', says: 'search what was sent before; again for an older one'},
			{keys: ['ctrl+g', 'alt+e'], action: 'editText', says: 'write in the editor of $VISUAL or $EDITOR'},
			{keys: ['alt+r'], action: 'retry', says: 'connect again now; send again what failed'},
			{keys: ['alt+x'], action: 'takeBack', says: 'take back what failed, to write it anew'},
		],
	},
	{
		title: 'Reading',
		rows: [
			{keys: ['pageup'], action: 'pageUp', says: 'a page up'},
			{keys: ['pagedown'], action: 'pageDown', says: 'a page down'},
			{keys: ['alt+home'], action: 'oldest', says: 'oldest message'},
			{keys: ['alt+end'], action: 'newest', says: 'newest message'},
			{keys: ['alt+u'], action: 'firstUnread', says: 'first unread message'},
			{keys: ['ctrl+f'], action: 'search', says: 'find messages, here and in all rooms'},
			{keys: ['alt+m'], action: 'mentions', says: 'what names you, in all rooms'},
		],
	},
	{
		title: 'One message',
		rows: [
			{keys: ['alt+up', 'alt+k'], action: 'pickOlder', says: 'pick a message, then the one above'},
			{keys: ['alt+down', 'alt+j'], action: 'pickNewer', says: 'pick the one below'},
			picked(['up'], 'pickOlder', 'pick the one above'),
			picked(['down'], 'pickNewer', 'pick the one below'),
			picked(['r', 'enter'], 'reply', 'reply to the picked message', 'reply'),
			picked(['e'], 'rewrite', 'edit it, if it is yours', 'edit'),
			picked(['d'], 'remove', 'delete it, if it is yours; asks first', 'delete'),
			picked(['+'], 'react', 'put a sign to it, or take yours off', 'react'),
			picked(['y'], 'copy', 'copy its text (OSC 52)', 'copy'),
			picked(
				['o'],
				'openLink',
				'open its link, of several by a digit; copies it where nothing opens links',
				'open',
			),
			picked(['u'], 'unreadFrom', 'count it and all below as unread', 'unread'),
			picked(['g'], 'answered', 'go to the message that it answers', 'original'),
			picked(['v'], 'asTyped', 'show it as it was typed, or as it is meant'),
			picked(['w'], 'whois', 'tell who wrote it'),
			picked(['x'], 'fold', 'show all of a long message, or its beginning'),
		],
	},
	{
		title: 'Rooms',
		rows: [
			{keys: ['ctrl+n', 'alt+right'], action: 'nextRoom', says: 'next room'},
			{keys: ['ctrl+p', 'alt+left'], action: 'previousRoom', says: 'previous room'},
			{keys: digits.map(digit => `alt+${digit}`), action: 'numberedRoom', says: 'room by its number'},
			{keys: ['alt+a'], action: 'nextActive', says: 'next room with something new, mentions first'},
			{
				keys: ['ctrl+k'],
				when: 'empty',
				action: 'pickRoom',
				says: 'choose a room by typing, on an empty line',
			},
		],
	},
	{
		title: 'Window',
		rows: [
			{keys: ['f1'], action: 'help', says: 'all keys and commands'},
			{
				keys: ['alt+s'],
				action: 'where',
				says: 'say where you are: room, connection, who types, what is unread',
			},
			{keys: ['f7'], action: 'sidebar', says: 'show or hide the sidebar'},
			{keys: ['f8'], action: 'mouse', says: 'take the mouse, or leave it to the terminal'},
			{keys: ['ctrl+l'], action: 'redraw', says: 'draw again'},
			{
				keys: ['escape'],
				action: 'close',
				says: 'close what is open, back to where one was; else to the newest message',
			},
			{keys: ['ctrl+c'], action: 'interrupt', says: 'clear the line; on an empty one, twice to quit'},
			{keys: ['ctrl+z'], action: 'suspend', says: 'suspend; fg comes back'},
		],
	},
	{
		title: 'Editing',
		rows: [
			{keys: ['ctrl+a', 'home'], action: 'lineStart', says: 'start of the line'},
			{keys: ['ctrl+e', 'end'], action: 'lineEnd', says: 'end of the line'},
			{keys: ['left', 'ctrl+b'], action: 'left', says: 'a character left'},
			{keys: ['right'], action: 'right', says: 'a character right'},
			{keys: ['ctrl+home', 'alt+<'], action: 'textStart', says: 'start of the text'},
			{keys: ['ctrl+end', 'alt+>'], action: 'textEnd', says: 'end of the text'},
			{keys: ['ctrl+left', 'alt+b'], action: 'wordLeft', says: 'a word left'},
			{keys: ['ctrl+right', 'alt+f'], action: 'wordRight', says: 'a word right'},
			{
				keys: ['backspace', 'ctrl+h', 'shift+backspace'],
				action: 'backspace',
				says: 'delete the character before',
			},
			{keys: ['delete', 'ctrl+d'], action: 'delete', says: 'delete the character after'},
			{keys: ['ctrl+w'], action: 'killWordBack', says: 'cut the word before, to the space'},
			{
				keys: ['alt+backspace', 'ctrl+backspace', 'ctrl+alt+h'],
				action: 'killWordBackAlt',
				says: 'cut the word before, to the letter',
			},
			{keys: ['alt+d', 'ctrl+delete', 'alt+delete'], action: 'killWordForward', says: 'cut the word after'},
			{keys: ['ctrl+u'], action: 'killToStart', says: 'cut to the start of the line'},
			{keys: ['ctrl+k'], action: 'killToEnd', says: 'cut to the end of the line'},
			{keys: ['ctrl+y'], action: 'yank', says: 'put back what was cut'},
			{keys: ['alt+y'], action: 'yankOlder', says: 'after that, what was cut before in its place'},
			{keys: ['ctrl+t'], action: 'transpose', says: 'swap two characters'},
			{keys: ['ctrl+_', 'ctrl+-', 'ctrl+shift+-'], action: 'undo', says: 'undo'},
			{keys: ['alt+_', 'alt+-', 'alt+shift+-'], action: 'redo', says: 'redo'},
		],
	},
];

/** Keys of people's own, by action. An empty list leaves an action without any. */
export type Bindings = Readonly<Partial<Record<Action, readonly string[]>>>;

export type PickRow = KeyRow & {readonly action: PickAction; readonly brief: string};

/** The keys as they are for one person. */
export type Keymap = {
	readonly groups: readonly KeyGroup[];
	/** what a key does now; undefined for one that does nothing */
	readonly actionFor: (name: string, now: Readonly<Record<When, boolean>>) => Action | undefined;
	/** how an action is called up, for hints on the screen; empty where no key does */
	readonly labelFor: (action: Action) => string;
	/** the rows that a message must be picked for and that have a word for the status line */
	readonly pickRows: readonly PickRow[];
};

/**
 * The table with keys of people's own. A bound action has these keys in place of its usual ones, and takes them from
 * whatever else they did at that moment. Of several rows of one action, the first one is bound.
 */
export const createKeymap = (bindings: Bindings = {}): Keymap => {
	const bound = withBindings(bindings);
	const rows = bound.flatMap(group => group.rows);
	const rowsOf = new Map<string, KeyRow[]>();
	for (const row of rows) for (const name of row.keys) rowsOf.set(name, [...(rowsOf.get(name) ?? []), row]);
	return {
		groups: bound,
		actionFor: (name, now) => {
			const found = rowsOf.get(name) ?? [];
			const row = found.find(({when}) => when && now[when]) ?? found.find(({when}) => when === undefined);
			return row?.action;
		},
		labelFor: action => {
			const name = rows.find(row => row.action === action && row.keys.length > 0)?.keys[0];
			return name === undefined ? '' : keyLabel(name);
		},
		pickRows: rows.filter((row): row is PickRow => row.brief !== undefined),
	};
};

const withBindings = (bindings: Bindings): readonly KeyGroup[] => {
	const first = new Map<Action, KeyRow>();
	for (const row of groups.flatMap(group => group.rows))
		if (!first.has(row.action)) first.set(row.action, row);
	const taken = new Map<When | undefined, Set<string>>();
	for (const [action, row] of first) {
		const keys = bindings[action];
		if (keys) taken.set(row.when, new Set([...(taken.get(row.when) ?? []), ...keys]));
	}
	const bind = (row: KeyRow): KeyRow => {
		const own = first.get(row.action) === row ? bindings[row.action] : undefined;
		if (own) return {...row, keys: own};
		const gone = taken.get(row.when);
		return gone ? {...row, keys: row.keys.filter(key => !gone.has(key))} : row;
	};
	return groups.map(({title, rows}) => ({title, rows: rows.map(bind)}));
};

const written: Readonly<Record<string, string>> = {
	pageup: 'PgUp',
	pagedown: 'PgDn',
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	escape: 'Esc',
};

/** A key as people write it: `Ctrl+N`, `Alt+←`, `PgUp`; one that is a letter as it is typed. */
export const keyLabel = (name: string): string => (name.length === 1 ? name : namedKey(name));

const namedKey = (name: string): string =>
	name
		.split(/\+(?=.)/)
		.map(part => written[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
		.join('+');

/** All keys of a row in a few words: nine numbered ones become a range. */
export const keysLabel = ({keys}: KeyRow): string =>
	keys.length > 3 ? `${keyLabel(keys[0]!)} … ${keyLabel(keys.at(-1)!)}` : keys.map(keyLabel).join(', ');

/** The keys of somebody who has bound none. */
export const usualKeys: Keymap = createKeymap();
