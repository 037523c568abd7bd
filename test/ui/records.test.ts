import {beforeEach, describe, expect, test} from 'vitest';
import type {RecordItem, Records} from '../../source/ui/opened.ts';
import {recordsRows} from '../../source/ui/overlays/records.ts';
import {columns} from '../../source/ui/wrap.ts';
import {Person} from './person.ts';
import {clockTime, mono, utc} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
	person.now = clockTime('14:05');
});

const list = (): Records => {
	const {overlay} = person.screen;
	return overlay?.type === 'records' ? overlay : expect.fail('no list is open');
};

const drawn = (width = 70, height = 10): string[] => {
	const rows = recordsRows({list: list(), width, height, theme: mono, clock: utc, now: person.now});
	expect(rows).toHaveLength(height);
	for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
	return rows.map(row => plain(row).trimEnd());
};

const device = (name: string, more: object = {}): RecordItem => ({
	kind: 'devices',
	of: {
		device: name,
		sort: 'key',
		label: 'laptop',
		since: clockTime('09:00'),
		seen: clockTime('14:02'),
		...more,
	},
});

const told = (...items: RecordItem[]): void => {
	person.news({type: 'records', kind: items[0]!.kind, items, remark: '', more: undefined, follows: false});
};

describe('lists', () => {
	test('devices are listed, and one is taken away by a key that asks first', () => {
		person.type('/devices').press('enter');
		expect(person.sent).toEqual([]);
		expect(person.done('listRecords')).toEqual([
			{type: 'listRecords', kind: 'devices', room: undefined, more: undefined},
		]);
		expect(drawn()).toContain(' asking …');
		told(device('d1', {current: true}), device('d2', {label: '', sort: 'session'}));
		expect(drawn()).toMatchInlineSnapshot(`
			[
			  " What may come in as you: 2",
			  " › this one: laptop",
			  "     key, since 09:00, seen 14:02, d1",
			  "   log-in by password",
			  "     since 09:00, seen 14:02, d2",
			  "",
			  "",
			  "",
			  "",
			  " x takes it away · Esc closes",
			]
		`);
		person.press('down').type('x');
		expect(person.done('undo')).toEqual([]);
		expect(drawn().at(-1)).toContain('x again takes it away');
		person.type('x');
		expect(person.done('undo')).toEqual([
			{type: 'undo', kind: 'devices', room: undefined, request: {type: 'revoke', device: 'd2'}},
		]);
	});

	test('another key takes the question back', () => {
		person.type('/devices').press('enter');
		told(device('d1'), device('d2'));
		person.type('x').press('down').type('x');
		expect(person.done('undo')).toEqual([]);
		expect(list()).toMatchObject({chosen: 1, isAsked: true});
	});

	test('what is listed can be completed in commands', () => {
		person.type('/devices').press('enter');
		told(device('d-laptop'), device('d-phone'));
		person.press('escape').type('/revoke d-l').press('tab');
		expect(person.line).toBe('/revoke d-laptop |');
	});

	test.each<[string, RecordItem, object]>([
		[
			'/invites',
			{kind: 'invites', of: {invite: 'i1', by: 'Alice', room: 'ops', uses: 3}},
			{type: 'uninvite', invite: 'i1'},
		],
		[
			'/bans',
			{kind: 'bans', of: {effect: 'ban', subject: 'Mallory', by: 'Alice', ts: 0, room: 'ops'}},
			{type: 'unban', subject: 'Mallory', room: 'ops'},
		],
		[
			'/bans',
			{kind: 'bans', of: {effect: 'mute', subject: '192.0.2.0/24', by: 'Alice', ts: 0, until: 1}},
			{type: 'unmute', subject: '192.0.2.0/24'},
		],
	])('%s takes back what is chosen', (command, item, request) => {
		person.type(command).press('enter');
		told(item);
		person.press('delete', 'delete');
		expect(person.done('undo').map(effect => effect.request)).toEqual([request]);
	});

	test('what operators did cannot be undone, and goes on where there is more', () => {
		person.type('/audit').press('enter');
		const deeds = Array.from(
			{length: 8},
			(_, index): RecordItem => ({
				kind: 'audit',
				of: {ts: clockTime('13:00') - index, by: 'Root', action: 'ban', subject: `Mallory${index}`},
			}),
		);
		person.news({type: 'records', kind: 'audit', items: deeds, remark: '', more: 'm1', follows: false});
		person.type('x').type('x');
		expect(person.done('undo')).toEqual([]);
		person.press('down', 'down', 'down');
		expect(person.done('listRecords').at(-1)).toEqual({
			type: 'listRecords',
			kind: 'audit',
			room: undefined,
			more: 'm1',
		});
		person.news({
			type: 'records',
			kind: 'audit',
			items: deeds.slice(0, 2),
			remark: '',
			more: undefined,
			follows: true,
		});
		expect(list()).toMatchObject({chosen: 3, more: undefined});
		expect(list().found).toHaveLength(10);
	});

	test('why there is no list is said in it, and nothing that comes late opens one', () => {
		person.type('/bans').press('enter');
		person.news({type: 'recordsFailed', kind: 'bans', text: 'Only an operator may do that.'});
		expect(drawn()[1]).toContain('! Only an operator may do that.');
		person.press('escape');
		told(device('d1'));
		expect(person.screen.overlay).toBeUndefined();
	});

	test.each([
		[30, 4],
		[20, 3],
		[100, 30],
	])('fits %i columns and %i rows', (width, height) => {
		person.type('/devices').press('enter');
		told(device('漢字漢字漢字漢字漢字', {label: '漢字'.repeat(40)}), device('d2'));
		drawn(width, height);
		person.type('x');
		drawn(width, height);
	});
});
