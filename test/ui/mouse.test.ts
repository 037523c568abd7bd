import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {geometry, promptColumns} from '../../source/ui/geometry.ts';
import {sidebarOf} from '../../source/ui/layout.ts';
import {linkAt} from '../../source/ui/links.ts';
import {withPreference} from '../../source/ui/screen.ts';
import {sidebarRows} from '../../source/ui/sidebar.ts';
import {createTheme} from '../../source/ui/themes.ts';
import {entered, Person} from './person.ts';
import {plain} from './samples.ts';

const theme = createTheme({depth: 0, background: 'dark'});

const layoutOf = (alice: Person) => geometry(100, 24, sidebarOf(alice.screen), 1);

const sidebar = (alice: Person): string[] => {
	const {sidebar: width, pane} = layoutOf(alice);
	const {state, screen} = alice;
	const input = {state, width, height: pane.height, theme, scroll: screen.sidebarScroll};
	return sidebarRows(input).map(plain);
};

/** Where a text stands on the screen: its first cell. */
const find = (alice: Person, text: string): [column: number, row: number] => {
	const {pane, sidebarLeft} = layoutOf(alice);
	const place = (rows: readonly string[], left: number): [number, number] | undefined => {
		const row = rows.findIndex(one => one.includes(text));
		return row === -1 ? undefined : [left + rows[row]!.indexOf(text), pane.top + row];
	};
	const found = place(alice.shown, pane.left) ?? place(sidebar(alice), sidebarLeft);
	if (!found) throw new Error(`“${text}” is not on the screen.`);
	return found;
};

const status = 22;
const composer = 23;

/** Many messages, read from the bottom. */
const busy = (): Person => {
	const alice = new Person();
	for (let number = 0; number < 60; number++) alice.hear('general', 'Bob', `message ${number}.`);
	return alice;
};

describe('a click', () => {
	test('on a room opens it', () => {
		const alice = new Person();
		alice.point(...find(alice, '#ops'));
		expect(alice.state.current).toBe('ops');
	});

	test('on a room and a person where the sidebar is on the right', () => {
		const alice = new Person();
		alice.screen = withPreference(alice.screen, 'sidebar.side', 'right');
		alice.point(...find(alice, '#ops'));
		expect(alice.state.current).toBe('ops');
	});

	test('on oneself, a heading or the line between does nothing', () => {
		const alice = new Person();
		const before = alice.state;
		alice.point(...find(alice, 'Rooms')).point(...find(alice, 'you'));
		alice.point(layoutOf(alice).border, 5);
		expect(alice.state).toBe(before);
	});

	test('on a message picks it, on the picked one lets it go', () => {
		const alice = busy();
		alice.point(...find(alice, 'message 55.'));
		expect(alice.screen.picked).toEqual({seq: 56});
		alice.point(...find(alice, 'message 55.'));
		expect(alice.screen.picked).toBeUndefined();
	});

	test('on a picked message leaves every row where it was, also as more comes in', () => {
		const alice = busy();
		const before = alice.shown;
		alice.point(...find(alice, 'message 50.'));
		alice.hear('general', 'Bob', 'another one');
		expect(find(alice, 'message 50.')[1]).toBe(before.findIndex(row => row.includes('message 50.')) + 2);
	});

	test('on a day or on nothing picks nothing', () => {
		const alice = new Person();
		alice.hear('general', 'Bob', 'hello');
		alice.point(...find(alice, '─────')).point(50, 3);
		expect(alice.screen.picked).toBeUndefined();
	});

	test('on the status line goes to the newest message', () => {
		const alice = busy().press('pageup', 'pageup');
		alice.point(70, status);
		expect(alice.shown.at(-1)).toContain('message 59.');
	});

	test('in the line that one writes puts the cursor there', () => {
		const alice = new Person().type('hello 李雷 world');
		const at = (column: number): number => alice.point(promptColumns + column, composer).screen.editor.cursor;
		expect(at(4)).toBe(4);
		expect(at(7)).toBe(6);
		expect(at(8)).toBe(7);
		expect(at(90)).toBe(14);
		expect(alice.point(0, composer).screen.editor.cursor).toBe(0);
	});

	test('in another of several lines', () => {
		const alice = new Person().type('first').press('alt+enter').type('second').press('alt+enter').type('x');
		alice.point(promptColumns + 2, composer - 1);
		expect(alice.screen.editor.cursor).toBe('first\nse'.length);
		alice.point(promptColumns + 90, composer - 2);
		expect(alice.screen.editor.cursor).toBe('first'.length);
		alice.point(promptColumns, composer);
		expect(alice.screen.editor.cursor).toBe('first\nsecond\n'.length);
	});

	test('on a choice above the line takes it, and nothing else is reached meanwhile', () => {
		const alice = new Person().type('/un').press('tab');
		const before = alice.screen;
		alice.point(...find(alice, '#ops')).point(50, 3);
		expect(alice.screen.editor).toEqual(before.editor);
		expect(alice.state.current).toBe('general');
		const {pane} = layoutOf(alice);
		alice.point(pane.left + 4, pane.top + pane.height - 1);
		expect(alice.screen.editor.text).toMatch(/^\/un\w+ $/);
		expect(alice.screen.asking).toBeUndefined();
	});

	test('with another button, or its release, does nothing', () => {
		const alice = busy();
		const [column, row] = find(alice, 'message 55.');
		alice.input({type: 'mouse', kind: 'press', button: 2, column, row});
		alice.input({type: 'mouse', kind: 'release', button: 0, column, row});
		expect(alice.screen.picked).toBeUndefined();
	});
});

describe('the wheel', () => {
	test('scrolls the messages by three rows, and back to the newest', () => {
		const alice = busy();
		const [column, row] = find(alice, 'message 55.');
		alice.point(column, row, 'up');
		expect(find(alice, 'message 55.')).toEqual([column, row + 3]);
		alice.point(column, row, 'down');
		expect(find(alice, 'message 55.')).toEqual([column, row]);
		expect(alice.state.following).toBe(true);
	});

	test('scrolls the people under it, and not beyond their ends', () => {
		const alice = new Person();
		const many = Array.from({length: 50}, (_, number) => `Guest${number + 10}`);
		alice.receive(...entered('general', 'Alice', ...many));
		const place = find(alice, 'Guest12');
		alice.point(...place, 'up');
		expect(find(alice, 'Guest12')).toEqual(place);
		alice.point(...place, 'down').point(...place, 'down');
		expect(find(alice, 'Guest14')).toEqual(place);
		for (let notch = 0; notch < 100; notch++) alice.point(...place, 'down');
		expect(sidebar(alice).join()).toContain('Guest59');
		alice.point(...place, 'up');
		expect(sidebar(alice).join()).not.toContain('Guest59');
		alice.point(...find(alice, 'Guest50'));
		expect(alice.screen.overlay).toMatchObject({type: 'person', id: 'Guest50'});
	});

	test('goes up and down in what covers the messages', () => {
		const alice = busy().press('f1');
		alice.point(50, 10, 'down');
		expect(alice.screen.overlay).toMatchObject({type: 'help', top: 3});
		alice.point(50, 10, 'up');
		expect(alice.screen.overlay).toMatchObject({top: 0});
	});
});

test('F8 leaves the mouse to the terminal, and takes it again', () => {
	const alice = new Person().press('f8');
	expect(alice.screen.preferences.values.mouse).toBe(false);
	expect(alice.screen.hint?.text).toContain('dragging selects');
	expect(alice.press('f8').screen.preferences.values.mouse).toBe(true);
});

test('a link is where it is drawn, and nowhere else', () => {
	const row = ' 李 \u001b[1m\u001b]8;id=1;https://a.example/\u0007two\u001b]8;;\u0007\u001b[22m it';
	const found = Array.from({length: 12}, (_, column) => linkAt(row, column));
	expect(found.map(url => (url === undefined ? '.' : 'x')).join('')).toBe('....xxx.....');
});

test('a click anywhere is harmless', () => {
	const cell = fc.tuple(fc.integer({min: 0, max: 9999}), fc.integer({min: 0, max: 9999}));
	const near = fc.tuple(fc.integer({min: 0, max: 110}), fc.integer({min: 0, max: 30}));
	const kind = fc.constantFrom('press', 'up', 'down');
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.oneof(cell, near), kind), {maxLength: 8}), points => {
			const alice = busy().type('some words\nand more');
			for (const [[column, row], how] of points) alice.point(column, row, how);
			const {editor, drafts} = alice.screen;
			const written = alice.state.current === 'general' ? editor : drafts.get('general')?.editor;
			expect(written?.text).toBe('some words\nand more');
			expect(alice.shown).toHaveLength(layoutOf(alice).pane.height);
		}),
		{numRuns: 50},
	);
});
