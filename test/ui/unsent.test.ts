import {beforeEach, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {Person} from './person.ts';

let person: Person;

beforeEach(() => {
	person = new Person();
});

const fail = (text: string): string => {
	const before = person.sent.length;
	person.type(text).press('enter');
	const {nonce} = person.sent[before] as {nonce: string};
	person.change({type: 'failed', nonce, error: new ChatError('NOT_STORED')});
	return nonce;
};

test.each(['hello', '//etc is full', '/me waves', 'two\nlines'])(
	'%j that failed is taken back into the line, as it was typed',
	typed => {
		const nonce = fail(typed);
		person.press('alt+x');
		expect(person.done('drop')).toEqual([{type: 'drop', nonce}]);
		expect(person.screen.editor.text).toBe(typed);
	},
);

test('the newest is taken back first, and never over what is being written', () => {
	const nonces = [fail('one'), fail('two')];
	person.press('alt+x').change({type: 'dropped', nonce: nonces[1]!});
	expect(person.screen.editor.text).toBe('two');
	person.press('alt+x');
	expect(person.done('drop').map(({nonce}) => nonce)).toEqual(nonces.toReversed());
	expect(person.screen.editor.text).toBe('two');
	expect(person.press('up').screen.editor.text).toBe('one');
});

test('what is taken back while one answers is no part of the answer', () => {
	const seq = person.hear('general', 'Bob', 'Is it green?');
	fail('one');
	person.press('alt+up').type('r').press('alt+x');
	expect(person.screen).toMatchObject({editor: {text: ''}, about: {seq}});
	expect(person.press('escape', 'up').screen.editor.text).toBe('one');
});

test('what failed in another room is shown before it is taken back', () => {
	fail('one');
	person.press('ctrl+n', 'alt+x');
	expect(person.state.current).toBe('general');
	expect(person.done('drop')).toEqual([]);
	expect(person.press('alt+x').screen.editor.text).toBe('one');
});

test('what is on its way is not taken back', () => {
	person.type('one').press('enter', 'alt+x');
	expect(person.done('drop')).toEqual([]);
	expect(person.screen).toMatchObject({editor: {text: ''}, hint: {text: 'Nothing has failed.'}});
});
