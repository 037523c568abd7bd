import {expect, test} from 'vitest';
import {label} from '../../source/ui/labels.ts';
import {columns} from '../../source/ui/wrap.ts';

test.each([
	{name: 'a keycap', id: '\u20e3'},
	{name: 'an accent', id: '\u0301a'},
	{name: 'a spacing vowel sign', id: '\u093e'},
])('a name that begins with $name joins no sign that stands before it', ({id}) => {
	for (const sign of ['*', '+', '?', '#', '1', ' '])
		expect(columns(sign + label(id))).toBe(columns(sign) + columns(label(id)));
});

test('names that begin with a letter are as they are', () => {
	for (const id of ['Alice', 'Ünal', 'क्षमा', '王伟']) expect(label(id)).toBe(id);
});
