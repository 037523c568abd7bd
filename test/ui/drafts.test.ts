import {beforeEach, describe, expect, test} from 'vitest';
import {Writing, type WritingRow} from '../../source/client/writing.ts';
import {DraftKeeper, rehomed, restored} from '../../source/ui/drafts.ts';
import {initialScreen} from '../../source/ui/screen.ts';
import {FakeClock} from '../helpers/clock.ts';
import {Person} from './person.ts';

let person: Person;
let rows: WritingRow[];
let clock: FakeClock;
let keeper: DraftKeeper;
const look = (): void => keeper.look(person.screen, person.state);
const drafts = (): unknown => rows.flatMap(row => (row.type === 'draft' ? [[row.room, row.text]] : []));

beforeEach(() => {
	person = new Person();
	rows = [];
	clock = new FakeClock();
	const writing = new Writing(row => rows.push(row));
	keeper = new DraftKeeper({clock, writing: () => writing});
	look();
});

describe('a draft', () => {
	test('is kept a second after it was begun, whatever is typed until then', () => {
		for (const letter of ['h', 'a', 'l', 'f']) {
			person.type(letter);
			look();
		}
		expect(drafts()).toEqual([]);
		clock.advance(1000);
		expect(drafts()).toEqual([['general', 'half']]);
	});

	test('is kept at once when one goes to another room, and when the chat ends', () => {
		person.type('half').press('ctrl+n');
		look();
		expect(drafts()).toEqual([['general', 'half']]);
		person.type('more').change({type: 'link', link: {type: 'closed'}});
		look();
		expect(drafts()).toEqual([
			['general', 'half'],
			['ops', 'more'],
		]);
	});

	test('is none any more as soon as it is sent', () => {
		person.type('said');
		look();
		clock.advance(1000);
		person.press('enter');
		look();
		expect(rows).toEqual([
			{type: 'draft', room: 'general', text: 'said'},
			{type: 'sent', text: 'said'},
			{type: 'draft', room: 'general', text: ''},
		]);
	});

	test('that is a command is not written down, as it may hold a secret; what only begins like one is', () => {
		person.type('/kick Bob for');
		look();
		clock.advance(1000);
		expect(drafts()).toEqual([]);
		person.press('ctrl+u').type('//etc is full');
		look();
		clock.advance(1000);
		expect(drafts()).toEqual([['general', '//etc is full']]);
	});

	test('of an answer is kept; while a message is edited, what was half written before', () => {
		person.hear('general', 'Bob', 'shall we?');
		person.type('before').press('alt+up', 'enter').type('yes');
		look();
		clock.advance(1000);
		expect(drafts()).toEqual([['general', 'yes']]);
		person.press('escape', 'escape');
		look();
		clock.advance(1000);
		person.type('!');
		look();
		clock.advance(1000);
		expect(drafts()).toEqual([
			['general', 'yes'],
			['general', 'before'],
			['general', 'before!'],
		]);
	});
});

describe('what earlier runs left', () => {
	test('stands in the line of its room, and ↑ brings back what was sent', () => {
		const left = {
			drafts: new Map([
				['general', 'here'],
				['ops', 'there'],
			]),
			sent: ['old', 'older'],
		};
		person.screen = restored(initialScreen(), left, person.state.current);
		expect(person.screen.editor.text).toBe('here');
		expect(person.press('ctrl+n').screen.editor.text).toBe('there');
		expect(person.press('ctrl+u', 'up').screen.editor.text).toBe('older');
		expect(person.press('ctrl+p').screen.editor.text).toBe('here');
	});
});

describe('a room that is no more', () => {
	test('takes what was written in it along, so that it is not said in another one', () => {
		person.type('for general').press('ctrl+n').type('for ops');
		const before = person.state;
		const rooms = new Map(before.rooms);
		rooms.delete('ops');
		const after = rehomed(person.screen, before, {...before, rooms, current: 'general'});
		expect(after.editor.text).toBe('for general');
		expect(after.drafts.get('ops')?.editor.text).toBe('for ops');
		expect(rehomed(person.screen, before, {...before, current: 'general'})).toBe(person.screen);
	});
});
