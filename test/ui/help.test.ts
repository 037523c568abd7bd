import {beforeEach, describe, expect, test} from 'vitest';
import {commands, usageOf} from '../../source/protocol/commands.ts';
import {createKeymap, usualKeys} from '../../source/ui/keymap.ts';
import type {Help} from '../../source/ui/opened.ts';
import {helpRows} from '../../source/ui/overlays/help.ts';
import {asItIs} from '../../source/ui/substitutes.ts';
import {columns} from '../../source/ui/wrap.ts';
import {Person} from './person.ts';
import {mono, texts, utc} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

const help = (): Help => {
	const {overlay} = person.screen;
	return overlay?.type === 'help' ? overlay : expect.fail('the help is not open');
};

const drawn = (width = 77, height = 12, keys = usualKeys, aliases = {}): string[] => {
	const appearance = {theme: mono, clock: utc, keys, fit: asItIs, texts};
	const rows = helpRows({help: help(), appearance, aliases, width, height});
	expect(rows).toHaveLength(height);
	for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
	return rows.map(row => plain(row).trimEnd());
};

describe('help', () => {
	test('has every key and every command, from their tables', () => {
		person.press('f1');
		const all = drawn(200, 400).join('\n');
		for (const command of commands) expect(all).toContain(command.says.slice(0, 60));
		for (const {says} of usualKeys.groups.flatMap(({rows}) => rows)) expect(all).toContain(says);
		for (const command of commands.filter(one => usageOf(one).length < 24))
			expect(all).toContain(usageOf(command));
	});

	test('opens with F1, scrolls within its bounds, and closes with it, Enter or Esc', () => {
		person.press('f1');
		const top = (): number => help().top;
		person.press('pagedown', 'pagedown');
		const second = top();
		person.press('pageup');
		expect([second, top()]).toEqual([2 * top(), second / 2]);
		person.press(...Array.from({length: 50}, () => 'pagedown'));
		const last = top();
		person.press('pagedown', 'pageup', 'pagedown');
		expect(top()).toBe(last);
		person.press(...Array.from({length: 50}, () => 'pageup'));
		expect(top()).toBe(0);
		for (const key of ['f1', 'enter', 'escape']) {
			expect(person.press(key).screen.overlay).toBeUndefined();
			person.press('f1');
		}
	});

	test('finds what has all typed words, in names, purposes, other names and titles', () => {
		person.press('pagedown').press('f1').type('room PIN');
		expect(person.screen.editor.text).toBe('');
		expect(drawn(77, 7)).toEqual([
			' Find: room PIN',
			' Commands about rooms',
			' /pin [#room]              put a room or a conversation before the others',
			'',
			'',
			'',
			' Esc closes',
		]);
		person.press('ctrl+u').type('names');
		expect(drawn().join('\n')).toContain('/who [#room]');
		person.press('ctrl+u').type('npi');
		expect(drawn().join('\n')).toContain('/unpin');
		person.press('ctrl+u').type('zzz');
		expect(drawn()[1]).toBe(' No key and no command does that.');
		person.press('backspace', 'backspace', 'backspace');
		expect(drawn()[1]).toBe(' Talking');
	});

	test('begins at its top with each letter, and stays where it is while the cursor moves', () => {
		person.press('f1', 'pagedown').type('a');
		expect(help().top).toBe(0);
		person.press('down', 'left');
		expect(help()).toMatchObject({top: 1, query: {text: 'a', cursor: 0}});
	});

	test('names keys as they are bound, and commands of one’s own', () => {
		person.press('f1').type('sidebar');
		const keys = createKeymap({sidebar: ['f9']});
		expect(drawn(77, 12, keys).join('\n')).toMatch(/F9 +show or hide the sidebar/);
		person.press('ctrl+u').type('stands');
		expect(drawn(77, 12, usualKeys, {bob: '/msg Bob \u001b[2J'})).toContain(
			' /bob                      stands for /msg Bob ␛[2J',
		);
	});

	test('of one command, until something is typed', () => {
		person.type('/help topic').press('enter');
		expect(drawn(40, 6).slice(1, 3)).toEqual([' /topic [text]', " set this room's topic; no text clears"]);
		person.type('kick');
		expect(drawn(40, 6)[1]).toBe(' Commands of operators');
	});

	test('fits the smallest screen', () => {
		person.press('f1').type('x'.repeat(100));
		expect(drawn(30, 5).at(-1)).toBe(' Esc closes');
		person.press('ctrl+u');
		expect(drawn(30, 5).at(-1)).toBe(' PgUp, PgDn · Esc closes');
	});
});
