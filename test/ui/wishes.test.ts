import {beforeEach, describe, expect, test} from 'vitest';
import {withPreference} from '../../source/ui/screen.ts';
import {Person} from './person.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

const said = (command: string): string => {
	person.type(command).press('enter');
	return person.screen.hint?.text ?? '';
};

describe('what one wishes of rooms', () => {
	test.each([
		['/mute', 'general', {level: 'nothing'}, '#general is muted. /unmute undoes that.'],
		['/pin #ops', 'ops', {pinned: true}, '#ops stands before the others. /unpin undoes that.'],
		['/unpin @Bob', '@Bob', {pinned: undefined}, '@Bob stands among the others.'],
		['/notify #ops all', 'ops', {level: 'all'}, 'Every message in #ops calls you.'],
		['/notify nothing', 'general', {level: 'nothing'}, 'Nothing in #general calls you.'],
		[
			'/notify #far mentions',
			'far',
			{level: 'mentions'},
			'What means you in #far calls you, once you are in it.',
		],
		['/notify #ops default', 'ops', {level: undefined}, 'What means you in #ops calls you, as is usual.'],
	])('%s', (command, target, change, says) => {
		expect(said(command)).toBe(says);
		expect(person.done('wish')).toEqual([{type: 'wish', target, change}]);
		expect(person.sent).toEqual([]);
	});

	test('the usual is what is set, and everything in a conversation', () => {
		person.screen = withPreference(person.screen, 'notify.level', 'nothing');
		expect(said('/notify default')).toBe('Nothing in #general calls you, as is usual.');
		person.hear('@Alice', 'Bob', 'psst');
		expect(said('/notify @Bob default')).toBe('Every message in @Bob calls you, as is usual.');
	});

	test('is told when no level is named', () => {
		expect(said('/notify #ops')).toBe('What means you in #ops calls you. /notify all|nothing changes that.');
		expect(person.effects).toEqual([]);
	});

	test('is not taken back where it was not wished', () => {
		expect(said('/unmute')).toBe('#general is not muted.');
		expect(person.done('wish')).toEqual([]);
		person.change({type: 'wish', target: 'general', wish: {level: 'nothing'}});
		expect(said('/unmute')).toBe('#general can call you again.');
		expect(person.done('wish')).toEqual([{type: 'wish', target: 'general', change: {level: undefined}}]);
	});

	test('is explained where it cannot be read', () => {
		for (const command of ['/notify loud', '/notify #ops all all'])
			expect(said(command)).toBe('Usage: /notify [#room] [all|mentions|nothing|default]');
	});
});

describe('whom one ignores', () => {
	test('is somebody else, is listed, and is read again', () => {
		expect(said('/ignore alice')).toBe('You cannot ignore yourself.');
		expect(said('/unignore Bob')).toBe('You do not ignore Bob.');
		expect(said('/ignore Bob')).toBe('You read nothing of Bob now. /unignore Bob undoes that.');
		expect(person.done('ignore')).toEqual([{type: 'ignore', id: 'Bob', on: true}]);
		said('/ignored');
		expect(person.shown.at(-1)).toContain('You ignore nobody.');
		person.change({type: 'ignore', id: 'Bob', on: true}, {type: 'ignore', id: 'Carol', on: true});
		said('/ignored');
		expect(person.shown.at(-1)).toContain('You ignore 2 people: bob, carol');
		expect(said('/unignore Bob')).toBe('You read Bob again.');
	});
});

test('/nick tries another name', () => {
	person.type('/nick Alice2').press('enter');
	expect(person.done('nick')).toEqual([{type: 'nick', id: 'Alice2'}]);
});
