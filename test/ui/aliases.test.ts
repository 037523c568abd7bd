import {describe, expect, test} from 'vitest';
import {aliasObjection, expand} from '../../source/ui/aliases.ts';

const aliases = {
	hi: '/me waves',
	greet: '/msg $1 Hello, $1! $*',
	brb: 'be right back',
	price: '$$5 for $1',
	a: '/b',
	b: '/a',
	two: '/hi twice',
	grow0: '$*$*',
	__proto__: 'never',
};

describe('a line', () => {
	test.each([
		['/hi', '/me waves'],
		['/HI everybody here', '/me waves everybody here'],
		['/greet Bob how are  you', '/msg Bob Hello, Bob! Bob how are  you'],
		['/brb', 'be right back'],
		['/price tea', '$5 for tea'],
		['/two', '/me waves twice'],
		['/hi\ntwo lines', '/me waves two lines'],
		['hi', 'hi'],
		['//hi', '//hi'],
		['/join #ops', '/join #ops'],
		['/constructor', '/constructor'],
		['', ''],
	])('%j stands for %j', (typed, line) => {
		expect(expand(typed, aliases)).toBe(line);
	});

	test('that lacks words says how many it needs', () => {
		expect(() => expand('/greet', aliases)).toThrow(
			'/greet stands for “/msg $1 Hello, $1! $*” and needs 1 or more words.',
		);
	});

	test('that leads back to itself is refused', () => {
		expect(() => expand('/a', aliases)).toThrow('The alias /a leads back to itself.');
	});

	test('that doubles itself again and again is refused', () => {
		const doubling = Object.fromEntries(
			Array.from({length: 60}, (_, index) => [`g${index}`, `/g${index + 1} $*$*`]),
		);
		expect(() => expand('/g0 word', doubling)).toThrow(/is too long/);
	});

	test('hides no command', () => {
		expect(expand('/quit', {quit: 'never'})).toBe('/quit');
	});
});

test.each([
	['hi', '/me waves', undefined],
	['join', '/x', 'is a command already, and no alias may hide it'],
	['a b', '/x', 'is no name for a command: letters, digits, _ and - are allowed'],
	['', '/x', 'is no name for a command: letters, digits, _ and - are allowed'],
	['hi', ' ', 'has to be a text in quotation marks'],
	['hi', 3, 'has to be a text in quotation marks'],
	['hi', 'one\ntwo', 'has to be one line'],
])('an alias %j for %j %s', (name, text, objection) => {
	expect(aliasObjection(name, text)).toBe(objection);
});
