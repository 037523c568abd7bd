import {describe, expect, test} from 'vitest';
import {actionNames, keyNamed, readBindings} from '../../source/ui/bindings.ts';
import {createKeymap, usualKeys} from '../../source/ui/keymap.ts';

const faults = (wishes: Record<string, unknown>): string[] =>
	readBindings(wishes).faults.map(({action, objection}) => `${action} ${objection}`);

const now = {empty: true, picked: false};

test.each([
	['Ctrl+K', 'ctrl+k'],
	['Alt+Ctrl+PgUp', 'ctrl+alt+pageup'],
	['esc', 'escape'],
	['meta+Return', 'alt+enter'],
	['F12', 'f12'],
	['alt++', 'alt++'],
	['ctrl+_', 'ctrl+_'],
	['R', 'R'],
	['ctrl+foo', undefined],
	['ctrl+ctrl+a', undefined],
	['hyper+a', undefined],
	['ctrl+', undefined],
	['', undefined],
	[' ', undefined],
])('%j is the key %s', (written, name) => {
	expect(keyNamed(written)).toBe(name);
});

test('every key of the table is one that may be written in the file', () => {
	for (const {keys} of usualKeys.groups.flatMap(({rows}) => rows))
		for (const key of keys) expect(keyNamed(key)).toBe(key);
});

test('every action may be bound by its name', () => {
	for (const action of actionNames) {
		expect(action).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
		expect(faults({[action]: action === 'numbered-room' ? 'f1' : 'ctrl+f12'})).toEqual([]);
	}
});

test('bound keys do what they are bound to', () => {
	const {bindings, faults} = readBindings({'pick-room': ['F2', 'ctrl+o'], search: 'F3', help: []});
	expect(faults).toEqual([]);
	const keys = createKeymap(bindings);
	expect(keys.actionFor('f2', now)).toBe('pickRoom');
	expect(keys.actionFor('f3', now)).toBe('search');
	expect(keys.actionFor('f1', now)).toBeUndefined();
});

describe('is left out, with the reason', () => {
	test.each<[Record<string, unknown>, string]>([
		[{search: 'ctrl+foo'}, 'search has “ctrl+foo”, which is no key'],
		[{search: 'ctrl+i'}, 'search has ctrl+i, which terminals send as tab'],
		[{search: 's'}, 'search has s, which is what one types'],
		[{search: 'space'}, 'search has space, which is what one types'],
		[{search: 'escape'}, 'search has escape, which always does close'],
		[{newest: ['ctrl+c']}, 'newest has ctrl+c, which always does interrupt'],
		[
			{'numbered-room': ['alt+q']},
			'numbered-room has alt+q, but each of its keys ends in the number of a room',
		],
		[{search: 'f3', newest: 'F3'}, 'newest has f3, which is bound to search already'],
		[{serach: 'f3'}, 'serach is nothing that keys do; did you mean search?'],
		[{constructor: 'f3'}, 'constructor is nothing that keys do'],
		[{search: 3}, 'search has to be a key, or a list of keys, in quotation marks'],
		[{search: ['f3', 3]}, 'search has to be a key, or a list of keys, in quotation marks'],
	])('%j', (wishes, fault) => {
		expect(faults(wishes)).toEqual([fault]);
	});
});

describe('nobody is locked in', () => {
	test.each(['escape', 'ctrl+c'])('%s does what it does, whatever else does it', key => {
		const {bindings} = readBindings({close: [], interrupt: 'f4', search: [key]});
		expect(createKeymap(bindings).actionFor(key, now)).toBe(key === 'escape' ? 'close' : 'interrupt');
		expect(createKeymap(bindings).actionFor('f4', now)).toBe('interrupt');
	});

	test.each([
		[{submit: []}, 'ctrl+j', 'newline'],
		[{newline: 'enter'}, 'ctrl+j', 'newline'],
	])('%j leaves Enter to send', (wishes, other, action) => {
		const {bindings, faults} = readBindings(wishes);
		expect(faults).toEqual([{action: 'submit', objection: 'would have no key left, so it keeps enter'}]);
		expect(createKeymap(bindings).actionFor('enter', now)).toBe('submit');
		expect(createKeymap(bindings).actionFor(other, now)).toBe(action);
	});

	test('Enter may make new lines for who sends with another key', () => {
		const {bindings, faults} = readBindings({newline: 'enter', submit: 'alt+enter'});
		expect(faults).toEqual([]);
		expect(createKeymap(bindings).actionFor('enter', now)).toBe('newline');
		expect(createKeymap(bindings).actionFor('alt+enter', now)).toBe('submit');
	});
});
