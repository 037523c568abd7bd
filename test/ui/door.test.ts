import {beforeEach, describe, expect, test} from 'vitest';
import {ChatError, type ErrorCode, type ErrorDetails, errorTable} from '../../source/protocol/errors.ts';
import {doorItems} from '../../source/ui/door.ts';
import {doorRows, groupsOf} from '../../source/ui/overlays/door.ts';
import {columns} from '../../source/ui/wrap.ts';
import {Person} from './person.ts';
import {mono} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

const refuse = (code: ErrorCode, details: ErrorDetails = {}, retryAt?: number): Person =>
	person.change({
		type: 'link',
		link: {type: 'refused', error: new ChatError(code, undefined, details), retryAt},
	});

/** Nothing of the chat was seen before. */
const asNewcomer = (): void => {
	person.state = {...person.state, journal: undefined};
};

const drawn = (width = 60, height = 16): string[] => {
	const {door} = person.screen;
	if (!door) return expect.fail('no door is there');
	const {state, now} = person;
	const {rows, cursor} = doorRows({
		door,
		state,
		address: 'chat.example',
		columns: width,
		rows: height,
		theme: mono,
		now,
	});
	expect(rows).toHaveLength(height);
	for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
	if (cursor) expect(cursor.x < width && cursor.y < height).toBe(true);
	return rows.map(row => plain(row).trim()).filter(row => row !== '');
};

const held = `SHA256:${'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ'}`;
const shown = `SHA256:${'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNxyz'}`;

describe('what can be done where the server said no', () => {
	test.each<[ErrorCode, ErrorDetails, string[]]>([
		['ID_USED', {}, ['name', 'leave']],
		['ID_USED', {owned: true}, ['password', 'name', 'leave']],
		['ID_USED', {here: true}, ['takeover', 'name', 'leave']],
		['ID_BAD', {}, ['name', 'leave']],
		['PASSWORD_WRONG', {}, ['password', 'name', 'leave']],
		['INVITE_NEEDED', {}, ['entry', 'name', 'leave']],
		['ENTRY_WRONG', {}, ['entry', 'name', 'leave']],
		['TRY_LATER', {wait: 9000}, ['again', 'leave']],
		['BANNED', {}, ['leave']],
		['KEY_CHANGED', {keys: {held, shown}}, ['leave']],
		['KEY_WRONG', {keys: {held, shown}}, ['leave']],
		['VERSION', {}, ['leave']],
	])('%s %j', (code, details, ways) => {
		asNewcomer();
		refuse(code, details);
		const items = doorItems(person.screen.door!, person.state);
		expect(items.map(item => (item.type === 'field' ? item.field : item.type))).toEqual(ways);
	});

	test.each(Object.keys(errorTable) as ErrorCode[])(
		'at %s one can always leave, and look at what was seen',
		code => {
			refuse(code);
			expect(drawn(30, 8).at(-1)).toContain('Esc leaves');
			const items = doorItems(person.screen.door!, person.state).map(({type}) => type);
			expect(items.slice(-2)).toEqual(['look', 'leave']);
			person.press('escape');
			expect(person.done('quit')).toHaveLength(1);
		},
	);
});

describe('a password at the door', () => {
	test('is typed where nobody can read it, and goes to the server and nowhere else', () => {
		asNewcomer();
		refuse('ID_USED', {owned: true}).type('correct hörse');
		expect(drawn()).toContain('› Password: *************');
		expect(drawn().join('\n')).not.toContain('horse');
		person.press('enter');
		expect(person.done('login')).toEqual([{type: 'login', with: {password: 'correct hörse'}}]);
		expect(JSON.stringify(person.screen)).not.toContain('hörse');
		expect(person.sent).toEqual([]);
	});

	test('that is wrong is asked for again', () => {
		asNewcomer();
		refuse('ID_USED', {owned: true}).type('one').press('enter');
		person.change({type: 'link', link: {type: 'connecting'}});
		expect(person.screen.door).toBeUndefined();
		refuse('PASSWORD_WRONG').type('two').press('enter');
		expect(person.done('login').at(-1)).toEqual({type: 'login', with: {password: 'two'}});
	});

	test('another name is one key away', () => {
		asNewcomer();
		refuse('ID_USED', {owned: true}).press('tab', 'ctrl+u').type('Carol').press('enter');
		expect(person.done('rename')).toEqual([{type: 'rename', id: 'Carol'}]);
		expect(person.done('login')).toEqual([]);
	});

	test('nothing is sent for nothing, and what cannot be a name is said at once', () => {
		asNewcomer();
		refuse('ID_USED', {owned: true}).press('enter');
		expect(drawn().join(' ')).toContain('There is no password yet.');
		person.press('down').type('!').press('enter');
		expect(drawn().join(' ')).toContain('holds "!"');
		expect(person.effects).toEqual([]);
	});
});

describe('a closed server', () => {
	test.each([
		['open sesame', {entry: 'open sesame'}],
		['tuichat://chat.example/ops#.tok-1', {invite: 'tok-1'}],
		['npx tui-chat tuichat://chat.example/ops#.tok-1', {invite: 'tok-1'}],
	])('takes %j', (typed, opening) => {
		asNewcomer();
		refuse('INVITE_NEEDED').paste(typed).press('enter');
		expect(person.done('login')).toEqual([{type: 'login', with: opening}]);
	});

	test('says of an invitation that opens nothing that it does not', () => {
		asNewcomer();
		refuse('INVITE_NEEDED').paste('tuichat://chat.example/ops').press('enter');
		expect(drawn().join(' ')).toContain('it has no token');
		expect(person.done('login')).toEqual([]);
	});
});

describe('a connection from elsewhere', () => {
	test('is taken over by Enter, and only by a key', () => {
		refuse('ID_USED', {here: true});
		expect(person.done('login')).toEqual([]);
		person.press('enter');
		expect(person.done('login')).toEqual([{type: 'login', with: {takeover: true}}]);
	});
});

describe('a key that is another one than before', () => {
	test('is shown beside the one that was known, in groups, with what to do', () => {
		asNewcomer();
		refuse('KEY_CHANGED', {keys: {held, shown}});
		expect(drawn(80, 20)).toMatchInlineSnapshot(`
			[
			  "! The key of chat.example is another one than before.",
			  "known abcd efgh ijkl mnop qrst uvwx yzAB CDEF GHIJ KLMN OPQ",
			  "now   abcd efgh ijkl mnop qrst uvwx yzAB CDEF GHIJ KLMN xyz",
			  "Either its owner made a new one, or somebody stands between you and the",
			  "server. Nothing was said to it.",
			  "Ask its owner, by another way, for the fingerprint.",
			  "If it is the one that it has now:",
			  "npx tui-chat --connect chat.example --id Alice --fingerprint",
			  "SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNxyz",
			  "› Leave",
			  "Esc leaves",
			]
		`);
	});

	test('leaves no doubt that what one said before is kept', () => {
		person.type('while away').press('enter');
		refuse('KEY_CHANGED', {keys: {held, shown}});
		expect(drawn(80, 20).join(' ')).toContain('1 message of yours waits here');
	});

	test('leads nowhere by any key', () => {
		refuse('KEY_CHANGED', {keys: {held, shown}});
		person.type('y').paste('yes').press('enter', 'alt+r');
		person.press('ctrl+f', 'f1', 'ctrl+k', 'delete');
		const asked = person.effects.filter(({type}) => !['quit', 'change', 'redraw'].includes(type));
		expect(asked).toEqual([]);
	});

	test('can be read where there is hardly room', () => {
		asNewcomer();
		refuse('KEY_CHANGED', {keys: {held, shown}});
		const read = new Set<string>();
		for (let row = 0; row < 30; row++) {
			for (const line of drawn(30, 8)) read.add(line);
			person.press('down');
		}
		const all = [...read].join(' ');
		for (const group of [...groupsOf(held), ...groupsOf(shown)]) expect(all).toContain(group);
		expect(all).toContain('--fingerprint');
	});
});

describe('waiting', () => {
	test('tells for how long, and lets one try at any time', () => {
		asNewcomer();
		person.now = 1_000_000;
		refuse('TRY_LATER', {wait: 42_000}, 1_042_000);
		expect(drawn().join(' ')).toContain('It may be tried again in 42 s.');
		person.now = 1_042_000;
		expect(drawn().join(' ')).not.toContain('tried again in');
		person.press('enter');
		expect(person.done('reconnect')).toHaveLength(1);
	});
});

describe('looking at what is there', () => {
	test('reads, says nothing, and leads back to the door', () => {
		person.hear('general', 'Bob', 'as it was');
		refuse('KICKED').press('down', 'enter');
		expect(person.screen.door?.isLooking).toBe(true);
		expect(person.shown.join('\n')).toContain('as it was');
		person.type('a draft');
		expect(person.line).toBe('a draft|');
		person.press('alt+r');
		expect(person.screen.door?.isLooking).toBe(false);
		person.press('enter');
		expect(person.done('reconnect')).toHaveLength(1);
		person.change({type: 'link', link: {type: 'online'}});
		expect(person.screen.door).toBeUndefined();
		expect(person.line).toBe('a draft|');
	});
});
