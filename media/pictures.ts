/** The pictures of docs/screens.md, in their order: each goes on where the one before it stopped. */
import type {PaperName} from '../test/helpers/render-svg.ts';
import type {Terminal} from '../test/helpers/terminal.ts';
import {type Scene, shownAddress} from './scene.ts';

export type Picture = {
	/** of its file, without the end */
	readonly name: string;
	readonly heading: string;
	readonly says: string;
	readonly paper?: PaperName;
	/** brings Alice's screen there */
	readonly play?: (scene: Scene) => Promise<void>;
	/** another screen than hers */
	readonly open?: (scene: Scene) => Promise<Terminal>;
};

/** A screen without this text. */
const without =
	(text: string) =>
	(screen: readonly string[]): boolean =>
		!screen.some(row => row.includes(text));

const order = async (terminal: Terminal, command: string): Promise<void> => {
	terminal.type(command);
	await terminal.until(`› ${command}`);
	terminal.press('enter');
	await terminal.until(without(`› ${command}`));
};

/** Another size, once nothing is left of the old one. */
const resized = async (terminal: Terminal, columns: number, rows: number): Promise<void> => {
	terminal.resize(columns, rows);
	await terminal.until(screen => /^ #general.* Alice$/.test(screen[0]!) && screen.at(-1) === ' ›');
};

const code = [
	'This finds it:',
	'```ts',
	'/** The newest entry at or before a time. */',
	'const newest = (log: Log, ts: number): Line | undefined => {',
	'  for (let at = log.end - 1; at >= log.start; at--) {',
	'    if (log.line(at).ts <= ts) return log.line(at);',
	'  }',
	'  return undefined;',
	'};',
	'```',
	'It is **linear**, which is *fine* for `10,000` entries.',
].join('\n');

export const pictures: readonly Picture[] = [
	{
		name: 'chat',
		heading: 'A room',
		says: 'Rooms and people at the left, who said what at the right. The line above your own counts, warns and tells who is typing.',
	},
	{
		name: 'picking',
		heading: 'One message',
		says: 'Alt+↑ picks a message; the line below says which keys do what with it.',
		play: async ({terminal, carolSays}) => {
			terminal.press('ctrl+u');
			await carolSays('Ship it!', /Ship it!/);
			terminal.press('alt+up', 'alt+up');
			await terminal.until(/▌.*Bob/);
		},
	},
	{
		name: 'replying',
		heading: 'An answer',
		says: 'What you answer stands above your line until you send it, or give it up with Esc.',
		play: async ({terminal}) => {
			terminal.type('r');
			await terminal.until(/reply to Bob/);
			terminal.type('Tagged: it is on its way to the mirrors');
			await terminal.until(/mirrors/);
		},
	},
	{
		name: 'code',
		heading: 'Code',
		says: 'Marks as people know them, and code in the colours of its language. What was typed is shown as it is with `/set text.markdown off`.',
		play: async ({terminal, carolSays}) => {
			terminal.press('enter');
			await terminal.until(without('reply to'));
			await terminal.until(/\d\d:\d\d {2}Alice {2}.*\n.*mirrors/);
			await carolSays(code, /10,000/);
			// Alice's own has arrived, which is said for a moment.
			await terminal.until(without('✓'));
			// The colours come a moment later, with what knows the language.
			await terminal.until(screen => {
				const row = screen.findIndex(text => text.includes('return undefined'));
				return row >= 0 && terminal.cell(row, screen[row]!.indexOf('return')).foreground !== 'default';
			});
		},
	},
	{
		name: 'completion',
		heading: 'Completion',
		says: 'Tab completes names, commands, rooms and `:emoji:`, and shows what there is.',
		play: async ({terminal}) => {
			terminal.type('/w');
			terminal.press('tab');
			await terminal.until(/whois/);
		},
	},
	{
		name: 'going',
		heading: 'Anywhere by some letters',
		says: 'Ctrl+K goes to rooms, conversations and people, the unread ones first.',
		play: async ({terminal}) => {
			terminal.press('escape');
			await terminal.until(without('whois'));
			terminal.press('ctrl+u', 'ctrl+k');
			await terminal.until(/Enter/);
		},
	},
	{
		name: 'search',
		heading: 'What was said',
		says: 'Ctrl+F finds words in all rooms. Enter goes to the message, Esc comes back.',
		play: async ({terminal}) => {
			terminal.press('escape');
			await terminal.until(without('Enter'));
			terminal.press('ctrl+f');
			await terminal.until(/Find:/);
			terminal.type('the');
			await terminal.until(/\d messages/);
		},
	},
	{
		name: 'help',
		heading: 'All keys and commands',
		says: 'F1 lists them, with your own keys where you have bound any.',
		play: async ({terminal}) => {
			terminal.press('escape');
			await terminal.until(without('Find:'));
			terminal.press('f1');
			await terminal.until(/Talking/);
		},
	},
	{
		name: 'settings',
		heading: 'Settings',
		says: '`/set` lists what can be set, and what it is; a file keeps it ([configuration.md](configuration.md)).',
		play: async ({terminal}) => {
			terminal.press('escape');
			await terminal.until(without('Talking'));
			await order(terminal, '/set');
			await terminal.until(/notify\./);
		},
	},
	{
		name: 'light',
		heading: 'On a light background',
		says: 'The terminal is asked for its background; `/theme` chooses otherwise.',
		paper: 'light',
		play: async ({terminal}) => {
			terminal.press('escape');
			await terminal.until(without('notify.'));
			await order(terminal, '/theme light');
		},
	},
	{
		name: 'narrow',
		heading: 'In half a window',
		says: 'At 60 columns and fewer the sidebar leaves; the header names rooms with something new.',
		play: async ({terminal}) => {
			await order(terminal, '/theme dark');
			terminal.press('end');
			await terminal.until(without('theme is dark'));
			await resized(terminal, 60, 20);
		},
	},
	{
		name: 'small',
		heading: 'In a corner',
		says: 'At 40x10 it is still a chat.',
		play: async ({terminal}) => {
			await resized(terminal, 40, 10);
		},
	},
	{
		name: 'first-run',
		heading: 'The first time',
		says: 'Started without a word it asks where to go, and remembers where one was.',
		open: async ({open}) => {
			const terminal = open([], {columns: 80, rows: 20});
			await terminal.until('Where do you want to chat?');
			terminal.press('tab', 'ctrl+u');
			await terminal.until(/Name\s*$/m);
			terminal.type('Alice');
			await terminal.until('as Alice');
			return terminal;
		},
	},
	{
		name: 'door',
		heading: 'A name that is somebody’s',
		says: 'Where the server says no, the screen has what helps: a password, another name, an invitation, or going on here instead of elsewhere.',
		open: async ({open, address}) => {
			const terminal = open(['--connect', address, '--id', 'Alice'], {columns: 80, rows: 20});
			await terminal.until('Another name');
			terminal.type('correct horse');
			await terminal.until('*'.repeat(13));
			return terminal;
		},
	},
];

/** What a screen reader gets of the same room, from where one comes in. */
export const printed = async ({open, address, home}: Scene): Promise<string> => {
	const terminal = open(['--connect', address, '--id', 'Frank', '--screen-reader', '--state', home], {
		columns: 100,
		rows: 60,
	});
	await terminal.until('entries');
	return terminal.printed().join('\n').trim().replaceAll(address, shownAddress);
};
