import {execFileSync} from 'node:child_process';
import {chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {Profile, type ProfileOptions} from '../../source/client/profile.ts';
import type {KeptRequest} from '../../source/client/requests.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {newFolder} from '../helpers/test-folder.ts';

const stateFolder = (): string => join(newFolder(), 'state');

const faults: string[] = [];

const open = (folder: string, more: Partial<ProfileOptions> = {}): Profile => {
	faults.length = 0;
	const profile = new Profile({
		folder,
		server: '127.0.0.1:8082',
		id: 'Alice',
		failed: sentence => faults.push(sentence),
		...more,
	});
	onTestFinished(() => profile.close());
	return profile;
};

const say = (nonce: string, msg = 'hello'): KeptRequest => ({type: 'say', room: 'ops', msg, nonce});

const fileOf = (folder: string): string => {
	const name = readdirSync(folder).find(file => file.endsWith('.jsonl'))!;
	return join(folder, name);
};

const noncesOf = (profile: Profile): string[] => profile.unsent.map(({request}) => request.nonce);

describe('a profile', () => {
	test('holds in the next run what was not acknowledged, in its order', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.keep(say('n1'), 1);
		first.keep({type: 'edit', room: 'ops', ref: 7, msg: 'better', nonce: 'n2'}, 2);
		first.keep({type: 'react', room: '@Dana', ref: 8, emoji: '👍', off: true, nonce: 'n3'}, 3);
		first.keep({type: 'delete', room: 'ops', ref: 9, nonce: 'n4'}, 4);
		first.keep({type: 'say', room: 'ops', msg: 'waves', kind: 'me', ref: 3, nonce: 'n5'}, 5);
		first.forget('n3');
		first.close();
		expect(open(folder).unsent).toEqual([
			{request: say('n1'), ts: 1},
			{request: {type: 'edit', room: 'ops', ref: 7, msg: 'better', nonce: 'n2'}, ts: 2},
			{request: {type: 'delete', room: 'ops', ref: 9, nonce: 'n4'}, ts: 4},
			{request: {type: 'say', room: 'ops', msg: 'waves', kind: 'me', ref: 3, nonce: 'n5'}, ts: 5},
		]);
		expect(faults).toEqual([]);
	});

	test('knows why something failed, until it is tried again', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.keep(say('n1'), 1);
		first.keep(say('n2'), 1);
		first.fail('n1', new ChatError('NOT_STORED', 'No room.'));
		first.fail('n2', new ChatError('NOT_STORED', 'No room.'));
		first.keep(say('n2'), 1);
		first.close();
		const [failed, again] = open(folder).unsent;
		expect(failed?.error).toMatchObject({code: 'NOT_STORED', message: 'No room.'});
		expect(again?.error).toBeUndefined();
	});

	test('holds the token, and cursors for as long as their journal is the same', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.meet({token: 'secret', journal: 'one'});
		first.read('ops', 5, 'one');
		first.read('ops', 4, 'one');
		first.read('OPS', 7, 'one');
		first.read('dev', 9, 'another');
		first.read('old', 2, 'one');
		first.leave('old');
		first.close();
		const second = open(folder);
		expect(second.token).toBe('secret');
		expect(second.journal).toBe('one');
		expect(second.cursors).toEqual([{room: 'OPS', seq: 7}]);
		second.keep(say('n1'), 1);
		second.meet({token: 'secret', journal: 'two'});
		expect(second.cursors).toEqual([]);
		second.close();
		expect(open(folder).cursors).toEqual([]);
		expect(noncesOf(open(stateFolder()))).toEqual([]);
	});

	test('knows the room on the screen, and nothing that is no name of a room', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.show('ops');
		first.show('\u001b[2J');
		first.show('');
		first.close();
		const path = fileOf(folder);
		writeFileSync(
			path,
			`${readFileSync(path, 'utf8')}{"type":"shown","room":{}}\n{"type":"shown","room":"a b"}\n`,
		);
		expect(open(folder).shown).toBe('ops');
	});

	test('holds what is wished of rooms and who is ignored, until that is taken back', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.wish('ops', {pinned: true});
		first.wish('OPS', {pinned: true, level: 'all'});
		first.wish('@Dana', {level: 'nothing'});
		first.wish('dev', {pinned: true});
		first.wish('Dev', undefined);
		first.wish('\u001b[2J', {pinned: true});
		first.ignore('Bob', true);
		first.ignore('Carol', true);
		first.ignore('carol', false);
		first.close();
		const path = fileOf(folder);
		const strange = ['{"type":"wish","room":7}', '{"type":"wish","room":"x","level":"loud","pinned":1}'];
		writeFileSync(
			path,
			`${readFileSync(path, 'utf8')}${strange.join('\n')}\n{"type":"ignored","id":"a b","on":true}\n`,
		);
		// Opened twice: as it was written, and as it was written anew.
		open(folder).close();
		const {wishes, ignored} = open(folder).wished;
		expect([...wishes]).toEqual([
			['ops', {pinned: true, level: 'all'}],
			['@dana', {level: 'nothing'}],
		]);
		expect([...ignored]).toEqual(['bob']);
	});

	test('holds wishes of a thousand rooms, and lets those go that were wished longest ago', () => {
		const folder = stateFolder();
		const profile = open(folder);
		for (let number = 0; number <= 1000; number++) profile.wish(`room${number}`, {pinned: true});
		const keys = [...profile.wished.wishes.keys()];
		expect(keys).toHaveLength(1000);
		expect(keys[0]).toBe('room1');
	});

	test('can be read by its owner only', () => {
		const folder = stateFolder();
		open(folder).meet({token: 'secret', journal: 'one'});
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
		expect(readFileSync(fileOf(folder), 'utf8')).toContain('secret');
	});

	test('that others could read is closed to them', () => {
		const folder = stateFolder();
		open(folder).close();
		chmodSync(fileOf(folder), 0o644);
		open(folder);
		expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600);
	});

	test('is another one for each server and name, whatever the name', () => {
		const folder = stateFolder();
		const ids = ['Alice', 'alice', 'Bob', '..', '../../x', '李雷', 'a/b', 'a\\b', 'x'.repeat(300), 'CON'];
		for (const id of ids) {
			const profile = open(folder, {id});
			profile.meet({token: id, journal: ''});
			profile.close();
		}
		open(folder, {server: 'elsewhere:1'}).meet({token: 'other', journal: ''});
		// Alice and alice are one person.
		expect(readdirSync(folder).filter(name => name.endsWith('.jsonl'))).toHaveLength(ids.length);
		expect(open(folder, {id: '../../x'}).token).toBe('../../x');
		expect(open(folder).token).toBe('alice');
	});

	test('has what was kept when its process was killed a moment later', () => {
		const folder = stateFolder();
		const script = `
			import {Profile} from './source/client/profile.ts';
			const profile = new Profile({folder: ${JSON.stringify(folder)}, server: '127.0.0.1:8082', id: 'Alice', failed() {}});
			profile.keep({type: 'say', room: 'ops', msg: 'last words', nonce: 'n1'}, 1);
			process.kill(process.pid, 'SIGKILL');
		`;
		expect(() =>
			execFileSync(process.execPath, ['--input-type=module', '-e', script], {stdio: 'ignore'}),
		).toThrow();
		expect(noncesOf(open(folder))).toEqual(['n1']);
		expect(faults).toEqual([]);
	});

	test('loses a torn last line only, wherever it is torn, and goes on behind it', () => {
		const folder = stateFolder();
		const first = open(folder);
		for (const nonce of ['n1', 'n2', 'n3']) first.keep(say(nonce, 'zażółć 👍'), 1);
		first.close();
		const path = fileOf(folder);
		const bytes = readFileSync(path);
		fc.assert(
			fc.property(fc.nat(bytes.length), length => {
				writeFileSync(path, bytes.subarray(0, length));
				const whole = bytes.subarray(0, length).filter(byte => byte === 0x0a).length;
				const torn = open(folder);
				// The newline itself may be all that is missing.
				const nonces = noncesOf(torn);
				expect(nonces.length - whole).toBeLessThanOrEqual(1);
				expect(nonces).toEqual(['n1', 'n2', 'n3'].slice(0, nonces.length));
				torn.keep(say('n4'), 2);
				torn.close();
				const next = open(folder);
				expect(noncesOf(next)).toEqual([...nonces, 'n4']);
				next.close();
			}),
		);
	});

	test('takes garbage for nothing', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.keep(say('n1'), 1);
		first.close();
		const path = fileOf(folder);
		const garbage = [
			'null',
			'7',
			'{}',
			'[]',
			'{"type":"unsent"}',
			'{"type":"unsent","request":{"type":"quit","nonce":"n9"}}',
			'{"type":"unsent","request":{"type":"say","room":"","msg":"x","nonce":"n9"},"ts":1}',
			'{"type":"failed","nonce":"n1","code":"constructor","text":3}',
			'{"type":"cursor","room":7,"seq":-1}',
			'{"type":"later"}',
			'\u0000\ufffd{{{',
		];
		writeFileSync(path, `${garbage.join('\n')}\n${readFileSync(path, 'utf8')}${garbage.join('\n')}`);
		const second = open(folder);
		expect(noncesOf(second)).toEqual(['n1']);
		expect(second.cursors).toEqual([]);
	});

	test('is written anew before it grows without end', () => {
		const folder = stateFolder();
		const profile = open(folder);
		const long = 'x'.repeat(10_000);
		for (let number = 1; number <= 300; number++) {
			profile.keep(say(`n${number}`, long), number);
			if (number > 2) profile.forget(`n${number}`);
		}
		expect(statSync(fileOf(folder)).size).toBeLessThan(1_100_000);
		profile.close();
		expect(noncesOf(open(folder))).toEqual(['n1', 'n2']);
		expect(statSync(fileOf(folder)).size).toBeLessThan(25_000);
	});

	test('belongs to one client at a time; another one keeps nothing, and says so once', () => {
		const folder = stateFolder();
		const first = open(folder);
		first.keep(say('n1'), 1);
		const second = open(folder);
		expect(faults).toHaveLength(1);
		expect(faults[0]).toContain('this program uses it already');
		second.keep(say('n2'), 1);
		expect(noncesOf(second)).toEqual(['n2']);
		expect(faults).toHaveLength(1);
		second.close();
		first.close();
		expect(noncesOf(open(folder))).toEqual(['n1']);
	});

	test('that another process has is left alone, and taken over from one that is gone', () => {
		const folder = stateFolder();
		open(folder).close();
		const lock = `${fileOf(folder)}.lock`;
		writeFileSync(lock, String(process.ppid));
		open(folder).keep(say('n1'), 1);
		expect(faults[0]).toContain('another client with this name is running');
		// No process has a number beyond 2²².
		writeFileSync(lock, '99999999');
		const taken = open(folder);
		taken.keep(say('n2'), 1);
		expect(faults).toEqual([]);
		taken.close();
		expect(noncesOf(open(folder))).toEqual(['n2']);
	});

	test('without a folder that can be written goes on in memory', () => {
		const folder = stateFolder();
		writeFileSync(folder, 'a file');
		const profile = open(folder);
		profile.keep(say('n1'), 1);
		profile.meet({token: 'secret', journal: 'one'});
		expect(noncesOf(profile)).toEqual(['n1']);
		expect(faults).toHaveLength(1);
		expect(faults[0]).toMatch(/^What is not sent yet will not outlive this program, .+\.$/);
	});
});
