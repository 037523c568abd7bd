import {describe, expect, test} from 'vitest';
import {createKeymap, type KeyRow, keyLabel, keysLabel, usualKeys} from '../../source/ui/keymap.ts';
import {KeyTokenizer} from '../../source/ui/keys.ts';
import {encodeKey} from '../helpers/keys.ts';

const rows: readonly KeyRow[] = usualKeys.groups.flatMap(group => group.rows);

test('no two rows want the same key at the same time', () => {
	const wanted = rows.flatMap(row => row.keys.map(name => `${name} ${row.when ?? 'always'}`));
	expect(wanted.filter((name, place) => wanted.indexOf(name) !== place)).toEqual([]);
});

test('every key does what its row says', () => {
	for (const row of rows) {
		for (const name of row.keys)
			expect(usualKeys.actionFor(name, {empty: row.when === 'empty', picked: row.when === 'picked'})).toBe(
				row.action,
			);
	}
});

test('Ctrl+K cuts while there is something to cut, and picks a room when not', () => {
	expect(usualKeys.actionFor('ctrl+k', {empty: true, picked: false})).toBe('pickRoom');
	expect(usualKeys.actionFor('ctrl+k', {empty: false, picked: false})).toBe('killToEnd');
});

test('a key without a row does nothing', () => {
	expect(usualKeys.actionFor('f12', {empty: true, picked: false})).toBeUndefined();
	expect(usualKeys.actionFor('constructor', {empty: true, picked: false})).toBeUndefined();
});

test.each([
	['ctrl+n', 'Ctrl+N'],
	['alt+left', 'Alt+←'],
	['pageup', 'PgUp'],
	['f1', 'F1'],
	['alt+_', 'Alt+_'],
])('%s is written %s', (name, label) => {
	expect(keyLabel(name)).toBe(label);
});

test('many keys of one row are written as a range', () => {
	expect(keysLabel(rows.find(row => row.action === 'numberedRoom')!)).toBe('Alt+1 … Alt+9');
	expect(keysLabel(rows.find(row => row.action === 'nextRoom')!)).toBe('Ctrl+N, Alt+→');
	expect(usualKeys.labelFor('retry')).toBe('Alt+R');
});

test("people's own keys take the place of the usual ones, and leave nothing else on them", () => {
	const keys = createKeymap({search: ['f3'], pickRoom: ['ctrl+f', 'ctrl+o'], retry: []});
	const now = {empty: true, picked: false};
	expect(keys.actionFor('f3', now)).toBe('search');
	expect(keys.actionFor('ctrl+f', now)).toBe('pickRoom');
	expect(keys.actionFor('ctrl+f', {empty: false, picked: false})).toBeUndefined();
	expect(keys.actionFor('ctrl+k', now)).toBe('killToEnd');
	expect(keys.actionFor('alt+r', now)).toBeUndefined();
	expect(keys.labelFor('search')).toBe('F3');
	expect(keys.labelFor('retry')).toBe('');
});

test('a key of one’s own is taken from what it did before', () => {
	const keys = createKeymap({help: ['ctrl+l']});
	expect(keys.actionFor('ctrl+l', {empty: true, picked: false})).toBe('help');
	expect(keys.labelFor('redraw')).toBe('');
});

describe.each([
	['as xterm sends them', false],
	['as kitty sends them', true],
])('all keys, %s,', (_, kitty) => {
	// No terminal has bytes of its own for these without kitty's protocol or xterm's modifyOtherKeys.
	const coded = ['shift+enter', 'shift+backspace', 'ctrl+backspace', 'ctrl+-', 'ctrl+shift+-', 'alt+shift+-'];
	const unsendable = kitty ? [] : coded;
	const names = rows.flatMap(row => row.keys).filter(name => !unsendable.includes(name));

	test.each([...new Set(names)])('%s arrives', name => {
		const tokens = new KeyTokenizer();
		const bytes = encodeKey(name === '+' ? 'plus' : name, kitty);
		const inputs = [...tokens.push(bytes), ...tokens.flush()].map(({input}) => input);
		expect(inputs).toEqual([name.length === 1 ? {type: 'text', text: name} : {type: 'key', name}]);
	});
});
