import fc from 'fast-check';
import {beforeEach, describe, expect, test} from 'vitest';
import type {SecretForm} from '../../source/ui/opened.ts';
import {secretRows} from '../../source/ui/overlays/secret.ts';
import {Person} from './person.ts';
import {mono} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

const form = (): SecretForm => {
	const {overlay} = person.screen;
	return overlay?.type === 'secret' ? overlay : expect.fail('no form is open');
};

const drawn = (width = 60, height = 10): string =>
	secretRows({form: form(), me: 'Alice', width, height, theme: mono})
		.rows.map(row => plain(row).trimEnd())
		.join('\n');

describe('a password that is chosen', () => {
	test('is typed twice, unread, and sent once', () => {
		person.type('/register').press('enter').type('correct horse').press('enter').type('correct horse');
		expect(drawn()).toMatchInlineSnapshot(`
			" A password for Alice

			   New password      *************
			 › Once more         *************
			 Your other devices come in by it. 8 characters at least.




			 Enter sets it · Esc closes"
		`);
		person.press('enter');
		expect(person.done('register')).toEqual([{type: 'register', password: 'correct horse', old: undefined}]);
		person.news({type: 'registered', trouble: '', wantsOld: false});
		expect(person.screen.overlay).toBeUndefined();
		expect(person.screen.hint?.text).toContain('The password is set.');
		expect(JSON.stringify(person.screen)).not.toContain('horse');
	});

	test('that is short, or not the same twice, is asked for again', () => {
		person.type('/register').press('enter').type('short').press('down').type('short').press('enter');
		expect(drawn()).toContain('! It needs 8 characters at least.');
		person
			.press('ctrl+u')
			.type('long enough')
			.press('down')
			.press('ctrl+u')
			.type('long enouhg')
			.press('enter');
		expect(drawn()).toContain('! Those two are not the same.');
		expect(person.done('register')).toEqual([]);
	});

	test('asks for the present one where that is wanted', () => {
		person
			.type('/password')
			.press('enter')
			.type('long enough')
			.press('enter')
			.type('long enough')
			.press('enter');
		person.news({type: 'registered', trouble: 'That is not the present password.', wantsOld: true});
		expect(drawn()).toContain('› Present password');
		person.type('the old one').press('enter');
		expect(person.done('register').at(-1)).toEqual({
			type: 'register',
			password: 'long enough',
			old: 'the old one',
		});
		person.news({type: 'registered', trouble: 'That is not the present password.', wantsOld: true});
		expect(drawn()).toContain('! That is not the present password.');
	});

	test('is gone with the form', () => {
		person.type('/register').press('enter').type('correct horse').press('escape');
		expect(JSON.stringify(person.screen)).not.toContain('horse');
	});
});

describe('what stands behind a command for secrets', () => {
	test('is not sent, not kept, not brought back by any key', () => {
		person.type('/register correct horse').press('enter');
		expect(drawn()).toContain('was thrown away');
		person.press('escape', 'ctrl+_', 'up', 'up', 'ctrl+r').type('corr');
		expect(person.effects).toEqual([]);
		expect(JSON.stringify({...person.screen, asking: undefined})).not.toContain('horse');
	});

	test('is drawn as stars, one for each letter, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme', minLength: 1, maxLength: 12}), secret => {
				person = new Person();
				person.type('/register').press('enter').paste(`x${secret}`);
				const row = drawn(60, 10)
					.split('\n')
					.find(one => one.includes('›'))!;
				expect(row.replace('› New password', '').trim()).toMatch(/^\*+$/);
			}),
		);
	});
});
