import {beforeEach, describe, expect, test} from 'vitest';
import {withPreference} from '../../source/ui/screen.ts';
import {type PaneInput, pane, scroll, toLine} from '../../source/ui/view.ts';
import {Person} from './person.ts';
import {mono, paneOf, roomOf, says, sending} from './rooms.ts';
import {drawn, plain} from './samples.ts';

const rows = (count: number, name = 'row'): string =>
	Array.from({length: count}, (_, index) => `${name} ${index + 1}`).join('\n');

const folded = (open: readonly number[] = [], most = 6): Partial<PaneInput> => ({
	theme: mono,
	folding: {most, unfolded: new Set(open)},
});

const log = roomOf([
	says('14:02', 'Bob', 'The log:', {seq: 1}),
	says('14:03', 'Bob', rows(50), {
		seq: 2,
		reactions: new Map([['1', {seq: 4, id: 'Al', ts: 0, emoji: '👍', off: false}]]),
	}),
	says('14:05', 'Carol', 'Thank you', {seq: 3}),
]);

describe('a long message', () => {
	test('shows its beginning, and how much more there is', () => {
		expect(drawn(pane(paneOf(log, 60, 8, folded())).rows)).toMatchInlineSnapshot(`
			"

			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  The log:
			 14:03         row 1
			               row 2
			               … 48 more rows · Alt+↑ x opens
			               👍 1
			 14:05  Carol  Thank you
			"
		`);
		expect(drawn(pane(paneOf(log, 30, 8, folded())).rows)).toMatchInlineSnapshot(`
			"

			 ───── Thu 19 November ──────
			 Bob: The log:
			 Bob: row 1
			   row 2
			   … 48 more rows · Alt+↑ x o…
			   👍 1
			 Carol: Thank you
			"
		`);
	});

	test('names the key that opens it, once it is picked', () => {
		const shown = pane(paneOf(log, 60, 8, {...folded(), picked: 1})).rows.map(plain);
		expect(shown.join('\n')).toContain('… 48 more rows · x opens');
		const bare = {...folded(), picked: 1, hints: {retry: '', pick: '', fold: ''}};
		expect(
			pane(paneOf(log, 60, 8, bare))
				.rows.map(plain)
				.join('\n'),
		).toMatch(/… 48 more rows *\n/);
	});

	test('is shown whole once it is open, where nothing is folded, and up to the bound', () => {
		const whole = (more: Partial<PaneInput>): number =>
			pane(paneOf(log, 60, 100, more)).rows.filter(row => plain(row).includes('row ')).length;
		expect(whole(folded([2]))).toBe(50);
		expect(whole(folded([], 0))).toBe(50);
		expect(whole(folded([], 50))).toBe(50);
		expect(whole(folded([], 49))).toBe(16);
	});

	test('of one’s own is folded before it is sent, too, and says what went wrong with it', () => {
		const room = {
			...roomOf([]),
			pending: [sending(rows(9), {error: {message: 'No such room.'} as never})],
		};
		const shown = pane(paneOf(room, 80, 8, folded())).rows.map(row => plain(row).trim());
		expect(shown.slice(-4)).toEqual([
			expect.stringContaining('row 1'),
			'row 2',
			'… 7 more rows · Alt+↑ x opens',
			'✗ not sent: No such room. (Alt+R sends it again)',
		]);
	});

	test('that cannot be picked is shown whole: nothing could open it', () => {
		const old = {...log, record: 3};
		expect(drawn(pane(paneOf(old, 60, 100, folded())).rows)).not.toContain('more rows');
	});
});

describe('reading a message that folds', () => {
	const from = (input: PaneInput, row: number): PaneInput => ({
		...input,
		place: scroll({...input, place: toLine(input, 1)}, row),
	});
	const top = (input: PaneInput): string => plain(pane(input).rows[0]!).trim();

	test('begins at what is left out where that is opened at its row', () => {
		const input = from(paneOf(log, 60, 2, folded()), 2);
		expect(top(input)).toContain('… 48 more rows');
		expect(top({...input, ...folded([2])})).toContain('row 3');
	});

	test('has its place back when it was folded and is opened again', () => {
		const input = from(paneOf(log, 60, 2, folded([2])), 30);
		expect(top(input)).toContain('row 31');
		expect(top({...input, ...folded()})).toContain('… 48 more rows');
		expect(top({...input, ...folded([2])})).toContain('row 31');
	});
});

describe('in the chat', () => {
	let alice: Person;

	beforeEach(() => {
		alice = new Person();
		for (let number = 1; number <= 30; number++) alice.hear('general', 'Bob', `line ${number}`);
		alice.hear('general', 'Carol', rows(100));
		alice.hear('general', 'Bob', 'the last one');
	});

	const rowOf = (text: string): number => alice.shown.findIndex(row => row.includes(text));

	test('x opens the picked message where it is, and closes it', () => {
		alice.press('alt+up', 'alt+up');
		const before = alice.shown;
		const fold = rowOf('… 92 more rows');
		alice.type('x');
		expect(alice.shown.slice(0, fold)).toEqual(before.slice(0, fold));
		expect(alice.shown[fold]).toContain('row 9');
		expect(alice.state.following).toBe(false);
		expect(alice.screen.hint?.text).toBe('x folds it again');
		expect(alice.type('x').shown).toEqual(before);
	});

	test('x at the end of a long message comes back to its beginning', () => {
		alice.press('alt+up', 'alt+up').type('x').press('pagedown', 'pagedown');
		expect(rowOf('row 1')).toBe(-1);
		alice.type('x');
		expect(alice.shown.join('\n')).toMatch(/row 1\n[\s\S]*row 8\n.*92 more rows/);
	});

	test('x of a message that is shown whole says so', () => {
		alice.press('alt+up').type('x');
		expect(alice.screen.hint?.text).toBe('All of that message is shown.');
	});

	test('a click on what is left out opens it, and picks nothing', () => {
		const before = alice.shown;
		const fold = rowOf('… 92 more rows');
		alice.point(50, 2 + fold);
		expect(alice.shown.slice(0, fold)).toEqual(before.slice(0, fold));
		expect(alice.shown[fold]).toContain('row 9');
		expect(alice.screen.picked).toBeUndefined();
	});

	test('what is open stays open while one is in another room', () => {
		alice.press('alt+up', 'alt+up').type('x').press('escape');
		const before = alice.shown;
		expect(alice.press('ctrl+n', 'ctrl+p').shown).toEqual(before);
	});

	test('one may want nothing folded', () => {
		alice.screen = withPreference(alice.screen, 'text.fold', 0);
		expect(alice.shown.at(-2)).toContain('row 100');
	});
});
