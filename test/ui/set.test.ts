import {describe, expect, test} from 'vitest';
import type {Settings} from '../../source/ui/opened.ts';
import {settingAt, settingsRows} from '../../source/ui/overlays/settings.ts';
import {preferenceNames} from '../../source/ui/preferences.ts';
import {createTheme} from '../../source/ui/themes.ts';
import {columns} from '../../source/ui/wrap.ts';
import {Person} from './person.ts';
import {drawn, plain} from './samples.ts';

const say = (line: string, person = new Person()): Person => person.type(line).press('enter');
const hint = ({screen}: Person): string | undefined => screen.hint?.text;

/** What the person is told in the room. */
const notes = (person: Person): string[] =>
	person.done('change').flatMap(({change}) => (change.type === 'note' ? [change.text] : []));

describe('/set', () => {
	test('changes a setting at once, keeps it, and says so', () => {
		const alice = say('/set sidebar.side right');
		expect(alice.screen.preferences.values['sidebar.side']).toBe('right');
		expect(alice.done('keep')).toEqual([
			{type: 'keep', change: {type: 'value', name: 'sidebar.side', value: 'right'}},
		]);
		expect(hint(alice)).toBe('sidebar.side is right now.');
		expect(alice.screen.editor.text).toBe('');
	});

	test('takes a wish back with the word default', () => {
		const alice = say('/set mouse default', say('/set mouse off'));
		expect(alice.screen.preferences.values.mouse).toBe(true);
		expect(alice.done('keep').at(-1)!.change).toEqual({type: 'value', name: 'mouse', value: undefined});
		expect(hint(alice)).toBe('mouse is on now, as usual.');
	});

	test('says what a setting is, what it may be, and what it does', () => {
		const alice = say('/set time.clock', say('/set time.clock 12'));
		expect(notes(alice)).toEqual([
			'time.clock is 12 (usually auto). It can be auto, 12 or 24: hours as your language writes them, or of one kind.',
		]);
	});

	test.each<[string, string | RegExp, string?]>([
		['/set mouse maybe', 'mouse has to be on or off, not “maybe”.'],
		['/set colour red', 'There is no setting “colour”.'],
		['/set them', 'theme', 'settings'],
		['/set sidebar.widht 3', 'There is no setting “sidebar.widht”. Did you mean sidebar.width?'],
		['/theme purple', /^theme has to be auto, dark/],
	])('%s is answered, and nothing is kept', (line, answer, overlay) => {
		const alice = say(line);
		expect(alice.done('keep')).toEqual([]);
		if (overlay === undefined) {
			expect(hint(alice)).toMatch(answer);
			expect(alice.screen.editor.text).toBe(line);
		} else expect(alice.screen.overlay).toMatchObject({type: overlay, query: {text: 'them'}});
	});

	test('/theme light is /set theme light', () => {
		expect(say('/theme light').screen.preferences.values.theme).toBe('light');
	});

	test('/reload asks for the file, and what it says counts', () => {
		const alice = say('/reload');
		expect(alice.done('reload')).toHaveLength(1);
		const preferences = {...alice.screen.preferences, aliases: {hi: '/me waves'}};
		alice.news({type: 'reread', preferences});
		expect(alice.screen.preferences).toBe(preferences);
	});
});

describe('aliases', () => {
	test('are made, listed, used and taken away', () => {
		const alice = say('/alias Greet /msg $1 Hello, $1!');
		expect(hint(alice)).toBe('/greet is /msg $1 Hello, $1! now.');
		say('/alias', alice);
		expect(notes(alice)).toEqual(['/greet is /msg $1 Hello, $1!']);
		say('/greet Bob', alice);
		expect(alice.sent).toMatchObject([{type: 'say', room: '@Bob', msg: 'Hello, Bob!'}]);
		say('/unalias /greet', alice);
		expect(alice.done('keep').map(({change}) => change)).toEqual([
			{type: 'alias', name: 'greet', text: '/msg $1 Hello, $1!'},
			{type: 'alias', name: 'greet', text: undefined},
		]);
		say('/greet Bob', alice);
		expect(hint(alice)).toMatch(/^There is no command \/greet/);
	});

	test.each([
		['/alias', 'You have no aliases.'],
		['/alias hi', 'There is no alias /hi.'],
		['/unalias hi', 'There is no alias /hi.'],
		['/alias join /msg Bob', '/join is a command already, and no alias may hide it.'],
	])('%s is answered with why not', (line, answer) => {
		const alice = say(line);
		expect(hint(alice)).toBe(answer);
		expect(alice.done('keep')).toEqual([]);
	});
});

describe('the list of settings', () => {
	const open = (query = ''): Person => {
		const alice = say('/set');
		if (query !== '') alice.type(query);
		return alice;
	};
	const overlay = ({screen}: Person): Settings => screen.overlay as Settings;

	test('finds by typing, and changes what is chosen', () => {
		const alice = open('markd').press('enter');
		expect(alice.screen.preferences.values['text.markdown']).toBe(false);
		alice.press('enter');
		expect(alice.screen.preferences.values['text.markdown']).toBe(true);
		expect(alice.done('keep')).toHaveLength(2);
	});

	test('goes through choices both ways, and back to what is usual', () => {
		const alice = open('sidebar.side').press('right');
		expect(alice.screen.preferences.values['sidebar.side']).toBe('right');
		alice.press('left', 'left');
		expect(alice.screen.preferences.values['sidebar.side']).toBe('right');
		alice.press('delete');
		expect(alice.screen.preferences.values['sidebar.side']).toBe('left');
	});

	test('numbers and texts are written, and what will not do is said in place', () => {
		const alice = open('sidebar.width').press('enter', 'backspace').type('99').press('enter');
		expect(overlay(alice).editing?.objection).toBe(
			'sidebar.width has to be a whole number from 0 to 60, not 99.',
		);
		alice.press('backspace').type('0').press('enter');
		expect(overlay(alice).editing?.objection).toMatch(/not 90/);
		alice.press('ctrl+u').type('30').press('enter');
		expect(overlay(alice).editing).toBeUndefined();
		expect(alice.screen.preferences.values['sidebar.width']).toBe(30);
	});

	test('does nothing where nothing is found, and closes', () => {
		const alice = open('nothing at all').press('enter', 'left', 'delete', 'down');
		expect(alice.done('keep')).toEqual([]);
		expect(alice.press('escape').screen.overlay).toBeUndefined();
	});

	const draw = (person: Person, width: number, height: number): string[] =>
		settingsRows(
			overlay(person),
			person.screen.preferences,
			{theme: createTheme({depth: 0, background: 'dark'})},
			{width, height},
		);

	test('shows what is set, marks what is not as usual, and says what the chosen one does', () => {
		const alice = open('notify').press('down', 'enter');
		expect(drawn(draw(alice, 60, 10))).toMatchInlineSnapshot(`
			"
			 Setting: notify
			     notify.level    mentions
			 › • notify.bell     off
			     notify.desktop  on
			     notify.title    on
			     notify.quiet    off
			 ring the terminal’s bell (on or off; usually on).


			 Enter changes · Delete takes it back · Esc closes
			"
		`);
	});

	test('says on narrow windows, too, which key changes something', () => {
		const alice = open('notify');
		expect(draw(alice, 40, 8).at(-1)).toContain(' Enter changes · Esc closes');
		expect(draw(alice, 20, 8).at(-1)).toContain(' Esc closes');
	});

	test('says what is wrong also where there is one row for it', () => {
		const alice = open('zone').press('enter').type('Mars').press('enter');
		expect(
			draw(alice, 60, 5)
				.map(row => plain(row))
				.at(-1),
		).toMatch(/^ ! time\.zone has to be a time zone/);
	});

	test.each([4, 10, 20, 30])('a click hits what is drawn in its row, at a height of %i', height => {
		const alice = open().press('down', 'down', 'down', 'down', 'down', 'down', 'down');
		const rows = draw(alice, 60, height).map(row => plain(row));
		const hit = rows.map((_, row) => settingAt(overlay(alice), height, row));
		expect(hit.some(index => index === 7)).toBe(true);
		for (const [row, index] of hit.entries())
			if (index !== undefined) expect(rows[row]).toContain(` ${preferenceNames[index]} `);
		expect(hit.filter(index => index !== undefined)).toHaveLength(
			rows.filter(row => preferenceNames.some(name => row.slice(5).startsWith(`${name} `))).length,
		);
	});

	test.each([
		[80, 20],
		[40, 8],
		[28, 5],
		[20, 2],
	])('fits into %i x %i', (width, height) => {
		for (const alice of [
			open(),
			open('nothing at all'),
			open('zone').press('enter').type('X').press('enter'),
		]) {
			const rows = draw(alice, width, height);
			expect(rows).toHaveLength(height);
			for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
		}
	});
});
