import {beforeEach, describe, expect, test} from 'vitest';
import {pane} from '../../source/ui/view.ts';
import {Person} from './person.ts';
import {paneOf, roomOf} from './rooms.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
	for (const [id, msg] of [
		['Bob', 'one'],
		['Eve', 'noise'],
		['Eve', 'Alice, noise'],
		['Bob', 'two'],
	] as const)
		person.hear('general', id, msg);
});

const shown = (): string => person.shown.join('\n');
const ignore = (on: boolean): void => {
	person.change({type: 'ignore', id: 'Eve', on});
};

describe('what somebody ignored says', () => {
	test('has no row, and is there again when they are read again', () => {
		const before = person.shown;
		ignore(true);
		expect(shown()).not.toMatch(/noise|Eve/);
		expect(shown()).toMatch(/Bob {2}one\n.* two$/);
		ignore(false);
		expect(person.shown).toEqual(before);
	});

	test('is neither picked nor answered', () => {
		ignore(true);
		person.press('alt+up', 'alt+up');
		expect(person.screen.picked).toEqual({seq: 1});
		person.press('alt+down');
		expect(person.screen.picked).toEqual({seq: 4});
		person.press('escape').type('/reply yes').press('enter');
		expect(person.sent).toMatchObject([{type: 'say', ref: 4}]);
	});

	test('moves nobody who scrolled up, and is not counted below them', () => {
		for (let number = 0; number < 60; number++) person.hear('general', 'Bob', `line ${number}`);
		ignore(true);
		const before = person.press('pageup').shown;
		for (let number = 0; number < 300; number++) person.hear('general', 'Eve', 'noise');
		person.hear('general', 'Bob', 'at last');
		expect(person.shown).toEqual(before);
		const {log} = person.state.rooms.get('general')!;
		const place = {at: 'row', line: log.end - 310, row: 0} as const;
		expect(pane(paneOf(roomOf(log.chunks.flat()), 60, 5, {place})).newer).toBe(5);
		person.press('alt+end');
		expect(shown()).toMatch(/line 59\n.* new .*\n.*at last$/);
	});
});
