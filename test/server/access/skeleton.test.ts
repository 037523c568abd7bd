import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {checkId, nameKey} from '../../../source/protocol/names.ts';
import {looksOf} from '../../../source/server/access/skeleton.ts';

const look = (one: string, other: string): boolean =>
	looksOf(one).some(each => looksOf(other).includes(each));

describe('names that look alike', () => {
	test.each([
		['Alice', 'AIice'],
		['Alice', 'Al1ce'],
		['Alice', 'A1ICE'],
		['Alice', 'Аliсе'],
		['Bob', 'B0b'],
		['Bob', 'ВоЬ'],
		['modern', 'rnodern'],
		['Jim', 'J1rn'],
		['root', 'rооt'],
		['ava', 'ανα'],
		['Mario', 'MarIo'],
		['Marlo', 'MarIo'],
		['admin', 'аdmіn'],
		['oscar', '0scar'],
		['hello', 'he11o'],
	])('%s and %s', (one, other) => {
		expect(look(one, other)).toBe(true);
		expect(look(other, one)).toBe(true);
	});

	test.each([
		['Alice', 'Alicia'],
		['Bob', 'Rob'],
		['Bob', 'Bobby'],
		['Иван', 'Ivan'],
		['Ünal', 'Unal'],
		['王伟', '王芳'],
		['Carl', 'Karl'],
		['a', 'b'],
		['Alice', 'Alice_'],
		['Alice', 'Alice2'],
		['Mario', 'Marlo'],
		['Ali', 'All'],
		['Bill', 'Bili'],
	])('%s and %s do not', (one, other) => {
		expect(look(one, other)).toBe(false);
	});
});

const letters = fc.constantFrom(...'abcilmnorstuvwxyzAIOML0123456789_-.éßçаеорсухіΑνορστ王ーㄱ');
const name = fc.string({unit: letters, minLength: 1, maxLength: 12}).filter(text => {
	try {
		return checkId(text) !== '';
	} catch {
		return false;
	}
});

test('property: a skeleton is its own skeleton', () => {
	fc.assert(
		fc.property(name, id => {
			const [small] = looksOf(id);
			expect(looksOf(small!)[0]).toBe(small);
		}),
	);
});

test('property: whatever the case, a name shares a look with each of its spellings', () => {
	fc.assert(
		fc.property(name, id => {
			for (const other of [id.toUpperCase(), id.toLowerCase(), nameKey(id)])
				if (nameKey(other) === nameKey(id)) expect(look(other, id)).toBe(true);
		}),
	);
});
