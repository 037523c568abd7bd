import {expect, test} from 'vitest';
import {judge, type ScreenFaults, type ScreenLine} from './screens.ts';

const none: ScreenFaults = {lost: 0, doubled: 0, inversions: 0, screens: 0, unsent: 0};

const said = ['Alice a 1', 'Alice a 2', 'Bob b 1'];
const journal = said.map((msg, index) => ({
	room: 'ops',
	seq: index + 1,
	id: msg.split(' ')[0]!,
	msg,
	signs: '',
}));
const [one, two, three] = [journal[0]!, journal[1]!, journal[2]!];

const screen = (lines: readonly ScreenLine[], unsent = 0) => ({client: 'Alice', room: 'ops', lines, unsent});

test('a screen that holds what the journal holds', () => {
	expect(judge(said, journal, [screen(journal), screen(journal)])).toEqual({
		said: 3,
		lines: 6,
		faults: none,
		stories: [],
	});
});

test.each<{what: string; lines: readonly ScreenLine[]; count: number}>([
	{what: 'a hole', lines: [one, three], count: 1},
	{what: 'a line twice', lines: [one, two, two, three], count: 1},
	{what: 'a line at another place', lines: [two, one, three], count: 1},
	{what: 'another text', lines: [one, {...two, msg: 'else'}, three], count: 1},
	{what: 'another sign', lines: [one, {...two, signs: '👍 Bob'}, three], count: 1},
	{what: 'nothing', lines: [], count: 3},
])('$what on a screen', ({lines, count}) => {
	expect(judge(said, journal, [screen(lines)]).faults).toEqual({...none, screens: count});
});

test('a changed text is the same message', () => {
	const changed = [one, {...two, msg: 'edited Alice a 2'}, three].map(line => ({...line, room: 'ops'}));
	expect(judge(said, changed, [screen(changed)]).faults).toEqual(none);
	expect(judge(said, changed, [screen(journal)]).faults).toEqual({...none, screens: 1});
});

test('something that the screen calls unsent', () => {
	expect(judge(said, journal, [screen(journal, 1)]).faults).toEqual({...none, unsent: 1});
});

test('a journal that lacks a message, has one twice, or has them in another order', () => {
	expect(judge([...said, 'Bob b 2'], journal, []).faults).toEqual({...none, lost: 1});
	expect(judge(said, [...journal, {...three, seq: 4}], []).faults).toEqual({
		...none,
		doubled: 1,
	});
	expect(judge(said, [...journal].reverse(), []).faults).toEqual({...none, inversions: 1});
	// Runs know nothing of each other's numbers, and rooms nothing of each other's order.
	const other = {room: 'garden', seq: 1, id: 'Alice', msg: 'Alice a 0', signs: ''};
	const later = {room: 'ops', seq: 4, id: 'Alice', msg: 'Alice c 1', signs: ''};
	expect(judge(said, [...journal, other, later], []).faults).toEqual(none);
});
