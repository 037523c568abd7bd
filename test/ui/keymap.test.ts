import {expect, test} from 'vitest';
import {actionFor, type KeyRow, keyLabel, keymap, keysLabel, labelFor} from '../../source/ui/keymap.ts';

const rows: readonly KeyRow[] = keymap.flatMap(group => group.rows);

test('no two rows want the same key at the same time', () => {
	const wanted = rows.flatMap(row => row.keys.map(name => `${name} ${row.when ?? 'always'}`));
	expect(wanted.filter((name, place) => wanted.indexOf(name) !== place)).toEqual([]);
});

test('every key does what its row says', () => {
	for (const row of rows) {
		for (const name of row.keys)
			expect(actionFor(name, {empty: row.when === 'empty', picked: row.when === 'picked'})).toBe(row.action);
	}
});

test('Ctrl+K cuts while there is something to cut, and picks a room when not', () => {
	expect(actionFor('ctrl+k', {empty: true, picked: false})).toBe('pickRoom');
	expect(actionFor('ctrl+k', {empty: false, picked: false})).toBe('killToEnd');
});

test('a key without a row does nothing', () => {
	expect(actionFor('f12', {empty: true, picked: false})).toBeUndefined();
	expect(actionFor('constructor', {empty: true, picked: false})).toBeUndefined();
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
	expect(labelFor('retry')).toBe('Alt+R');
});
