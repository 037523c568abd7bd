import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, test} from 'vitest';
import {openFolder} from '../helpers/folder.ts';
import {cli, Program} from '../helpers/programs.ts';
import {joinWire, openWire, type Wire} from '../helpers/wire.ts';
import {putOldJournal} from '../journal/old-journals.ts';
import {DurableServer, durable} from './server-process.ts';
import {canMount, openSmallDisk} from './small-disk.ts';
import {readAll} from './talker.ts';
import {canTrace, quietStrace} from './traced.ts';

/** A server that is not expected to start. */
const tryServer = (folder: string, under: readonly string[] = []): Program => {
	const [command, ...args] = [...under, process.execPath, cli, '--serve', '--port', '0', '--data', folder];
	return new Program(command!, args, durable);
};

const aSentence = /^tui-chat: [^\n]+\.\n$/;

/** What is said, and answered by an acknowledgement or a refusal. */
const say = async (wire: Wire, nonce: string, msg: string): Promise<'ack' | 'error'> => {
	wire.send({type: 'say', room: 'ops', msg, nonce});
	const [, type] = await wire.until(new RegExp(`"type":"(ack|error)"[^\\n]*"nonce":"${nonce}"`));
	return type as 'ack' | 'error';
};

const textsOf = async (server: DurableServer): Promise<string[]> =>
	(await readAll(server.port, ['ops'])).messages.map(({msg}) => msg);

/** A folder with a journal of one message. */
const keepOne = async (folder: string): Promise<void> => {
	await using server = new DurableServer(folder);
	await server.start();
	await using alice = await joinWire(server.port, 'Alice', ['ops']);
	expect(await say(alice, 'one', 'kept')).toBe('ack');
	expect(await server.stop()).toBe(0);
};

describe('a server does not start, and says in one sentence why', () => {
	test('when another one has the folder, which goes on', async () => {
		using folder = openFolder();
		await using first = new DurableServer(folder.path);
		await first.start();
		await using second = tryServer(folder.path);
		expect(await second.exit).toEqual({code: 1, signal: null});
		expect(second.errors).toMatch(aSentence);
		expect(second.errors).toContain(folder.path);
		expect(second.errors).toContain('--data');
		await using alice = await joinWire(first.port, 'Alice', ['ops']);
		expect(await say(alice, 'one', 'still here')).toBe('ack');
		// A lock that outlived its holder would keep the next one out.
		await first.kill();
		await first.start();
		expect(await textsOf(first)).toEqual(['still here']);
	});

	test('when the folder cannot be written to', async () => {
		using folder = openFolder();
		const inside = join(folder.path, 'server');
		await keepOne(inside);
		chmodSync(folder.path, 0o755);
		chmodSync(inside, 0o555);
		chmodSync(join(inside, 'journal.db'), 0o444);
		// To the superuser every folder is one that can be written to.
		const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
		await using server = tryServer(inside, process.getuid?.() === 0 ? asNobody : []);
		expect(await server.exit).toEqual({code: 1, signal: null});
		expect(server.errors).toMatch(aSentence);
		expect(server.errors).toContain(inside);
		chmodSync(inside, 0o755);
	});

	test('when there is a file instead of a folder', async () => {
		using folder = openFolder();
		const file = join(folder.path, 'file');
		writeFileSync(file, 'not a folder');
		await using server = tryServer(file);
		expect(await server.exit).toEqual({code: 1, signal: null});
		expect(server.errors).toMatch(aSentence);
		expect(readFileSync(file, 'utf8')).toBe('not a folder');
	});

	test.each([
		{what: 'not a database', spoil: (): Buffer => Buffer.alloc(8192, 'garbage ')},
		{
			what: 'a database whose first page is damaged',
			spoil: (good: Buffer): Buffer =>
				Buffer.concat([good.subarray(0, 100), Buffer.alloc(3996, 7), good.subarray(4096)]),
		},
	])('when the journal is $what, which it leaves as it is', async ({spoil}) => {
		using folder = openFolder();
		await keepOne(folder.path);
		const file = join(folder.path, 'journal.db');
		const spoiled = spoil(readFileSync(file));
		writeFileSync(file, spoiled);
		await using server = tryServer(folder.path);
		expect(await server.exit).toEqual({code: 1, signal: null});
		expect(server.errors).toMatch(aSentence);
		expect(server.errors).toContain('damaged');
		expect(readFileSync(file).equals(spoiled)).toBe(true);
	});

	test('when a newer version has written the journal, which it leaves as it is', async () => {
		using folder = openFolder();
		await keepOne(folder.path);
		const file = join(folder.path, 'journal.db');
		const db = new DatabaseSync(file);
		db.exec('PRAGMA user_version = 9999');
		db.close();
		const before = readFileSync(file);
		await using server = tryServer(folder.path);
		expect(await server.exit).toEqual({code: 1, signal: null});
		expect(server.errors).toMatch(aSentence);
		expect(server.errors).toContain('newer');
		expect(readFileSync(file).equals(before)).toBe(true);
	});
});

test('while another program holds the journal, senders are told; then it goes on', async () => {
	using folder = openFolder();
	await using server = new DurableServer(folder.path);
	await server.start();
	await using alice = await joinWire(server.port, 'Alice', ['ops']);
	expect(await say(alice, 'one', 'before')).toBe('ack');
	// The server writes by itself now and then: it is waited for.
	const other = new DatabaseSync(join(folder.path, 'journal.db'), {timeout: 10_000});
	other.exec('BEGIN IMMEDIATE');
	expect(await say(alice, 'two', 'never stored')).toBe('error');
	expect(alice.text).toMatch(/"code":"NOT_STORED","text":"[^"]*another program/);
	expect(await textsOf(server)).toEqual(['before']);
	other.exec('ROLLBACK');
	other.close();
	expect(await say(alice, 'three', 'after')).toBe('ack');
	await server.kill();
	await server.start();
	expect(await textsOf(server)).toEqual(['before', 'after']);
});

const untraced = canTrace() ? '' : ' (left out: there is no strace here that may trace)';

test.skipIf(untraced)(`what a failing disk did not sync is not acknowledged${untraced}`, async () => {
	using folder = openFolder();
	await keepOne(folder.path);
	const failing = ['-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO:when=6..9'];
	await using server = new DurableServer(folder.path, {under: [...quietStrace, ...failing]});
	await server.start();
	await using alice = await joinWire(server.port, 'Alice', ['ops']);
	const outcomes: Array<'ack' | 'error'> = [];
	const kept = ['kept'];
	// Until the disk has failed and is well again.
	while (!(outcomes.includes('error') && outcomes.at(-1) === 'ack')) {
		const nonce = `n${outcomes.length}`;
		const outcome = await say(alice, nonce, `${nonce} of them`);
		outcomes.push(outcome);
		if (outcome === 'ack') kept.push(`${nonce} of them`);
	}
	expect(alice.text).toContain('"code":"NOT_STORED"');
	expect(await textsOf(server)).toEqual(kept);
	await server.kill();
	await using next = new DurableServer(folder.path);
	await next.start();
	expect(await textsOf(next)).toEqual(kept);
});

const unmounted = canMount() ? '' : ' (left out: nothing can be mounted here without rights)';

describe.skipIf(unmounted)(`a full disk${unmounted}`, () => {
	test('at the start is one sentence', async () => {
		await using disk = await openSmallDisk(64);
		disk.fill();
		await using server = tryServer(disk.folder, disk.under);
		expect(await server.exit).toEqual({code: 1, signal: null});
		expect(server.errors).toMatch(aSentence);
		expect(server.errors).toContain('full');
	});

	test('leaves an older journal as it is, of which there is no room for a copy; without one it goes on', async () => {
		await using disk = await openSmallDisk(4096);
		putOldJournal(disk.outside, 2);
		const before = readFileSync(join(disk.outside, 'journal.db'));
		await using refused = tryServer(disk.folder, disk.under);
		expect(await refused.exit).toEqual({code: 1, signal: null});
		expect(refused.errors).toMatch(aSentence);
		expect(refused.errors).toContain('--no-upgrade-copy');
		expect(readFileSync(join(disk.outside, 'journal.db')).equals(before)).toBe(true);
		await using server = new DurableServer(disk.folder, {
			args: ['--data', disk.folder, '--no-upgrade-copy'],
			under: disk.under,
		});
		await server.start();
		await using bob = openWire(server.port);
		bob.send({type: 'hello', v: 1, id: 'Bob', rooms: [{room: 'general', after: 0}]});
		await bob.until(/"msg":"the edited message"/);
	});

	test('is told to whoever says something; reading goes on, and storing when there is room again', async () => {
		await using disk = await openSmallDisk(4096);
		await using server = new DurableServer(disk.folder, {under: disk.under});
		await server.start();
		await using alice = await joinWire(server.port, 'Alice', ['ops']);
		const kept: string[] = [];
		const sayUntil = async (wanted: 'ack' | 'error', prefix: string): Promise<string> => {
			for (let number = 0; ; number++) {
				const nonce = `${prefix}${number}`;
				const outcome = await say(alice, nonce, `${nonce} ${'x'.repeat(8000)}`);
				if (outcome === 'ack') kept.push(nonce);
				if (outcome === wanted) return nonce;
			}
		};
		await sayUntil('ack', 'before');
		disk.fill();
		// The files have some room in them still.
		const refused = await sayUntil('error', 'full');
		expect(alice.text).toMatch(/"code":"NOT_STORED","text":"[^"]*full/);
		const nonces = async (): Promise<string[]> => (await textsOf(server)).map(msg => msg.split(' ')[0]!);
		expect(await nonces()).toEqual(kept);
		disk.empty();
		await using bob = openWire(server.port);
		bob.send({type: 'hello', v: 1, id: 'Bob', rooms: [{room: 'ops', after: 0}]});
		await bob.until(/"type":"live","room":"ops"/);
		// The same nonce as the refused one's: it was never stored, so it is no repeat.
		alice.send({type: 'say', room: 'ops', msg: `${refused} at last`, nonce: refused});
		await alice.until(new RegExp(`"type":"ack","nonce":"${refused}"`));
		kept.push(refused);
		await bob.until(new RegExp(`"msg":"${refused} at last"`));
		await server.kill();
		await server.start();
		expect(await nonces()).toEqual(kept);
	});
});
