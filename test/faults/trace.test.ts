import {describe, expect, test} from 'vitest';
import {DurabilityCheck, TraceReader} from './trace.ts';

const hex = (text: string): string =>
	Array.from(Buffer.from(text, 'latin1'), byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

const quoted = (text: string): string => `"${hex(text)}"`;

const log = `31<${hex('/data/journal.db-wal')}>`;
const socket = '29<TCP:[127.0.0.1:45523->127.0.0.1:53654]>';

const header = (pages: number): string =>
	`90 pwrite64(${log}, ${quoted(`\0\0\0\u0002\0\0\0${String.fromCharCode(pages)}${'s'.repeat(16)}`)}, 24, 8272) = 24`;
const page = (...marks: string[]): string =>
	`90 pwrite64(${log}, ${quoted(`\u000d\0${marks.join('\0')}\0`)}, 4096, 8296) = 4096`;
const commit = (...marks: string[]): string[] => [header(2), page(...marks)];
const sync = `90 fdatasync(${log}) = 0`;
const ack = (mark: string): string =>
	`80 write(${socket}, ${quoted(`{"type":"ack","nonce":"${mark}"}\n`)}, 40) = 40`;

const check = (lines: readonly string[]) => {
	const reader = new TraceReader();
	const durability = new DurabilityCheck(/~\w+~/g);
	for (const line of lines) for (const event of reader.read(line)) durability.push(event);
	return {told: [...durability.told], early: [...durability.early], syncs: durability.syncs};
};

test('written, committed, synced, told', () => {
	expect(check([...commit('~a~', '~b~'), sync, ack('~a~'), ack('~b~')])).toEqual({
		told: ['~a~', '~b~'],
		early: [],
		syncs: 1,
	});
});

describe.each<{what: string; lines: readonly string[]}>([
	{what: 'before anything was written', lines: [ack('~a~'), ...commit('~a~'), sync]},
	{what: 'before the sync, as with synchronous=NORMAL', lines: [...commit('~a~'), ack('~a~'), sync]},
	{
		what: 'after the sync of an earlier commit',
		lines: [...commit('~b~'), sync, ...commit('~a~'), ack('~a~')],
	},
	{what: 'after a sync before its commit frame', lines: [header(0), page('~a~'), sync, ack('~a~')]},
	{
		what: 'after a sync that failed',
		lines: [...commit('~a~'), `90 fdatasync(${log}) = -1 EIO (Input/output error)`, ack('~a~')],
	},
	{
		what: 'after a write that failed',
		lines: [
			header(2),
			page('~a~').replace(/= 4096$/, '= -1 ENOSPC (No space left on device)'),
			sync,
			ack('~a~'),
		],
	},
	{
		what: 'while the sync is under way',
		lines: [
			...commit('~a~'),
			`90 fdatasync(${log} <unfinished ...>`,
			ack('~a~'),
			'90 <... fdatasync resumed>) = 0',
		],
	},
	{
		what: 'after a sync that began before the commit',
		lines: [
			`91 fdatasync(${log} <unfinished ...>`,
			...commit('~a~'),
			'91 <... fdatasync resumed>) = 0',
			ack('~a~'),
		],
	},
	{
		what: 'after a sync of another file',
		lines: [...commit('~a~'), `90 fdatasync(33<${hex('/data/journal.db')}>) = 0`, ack('~a~')],
	},
	{
		what: 'among others in one writev',
		lines: [
			...commit('~b~'),
			sync,
			`80 writev(${socket}, [{iov_base=${quoted('~b~\n')}, iov_len=4}, {iov_base=${quoted('~a~\n')}, iov_len=4}], 2) = 8`,
		],
	},
])('told $what', ({lines}) => {
	test('is too early', () => {
		expect(check(lines).early).toEqual(['~a~']);
	});
});

test('a write and a sync that other threads interrupt count from their ends', () => {
	const lines = [
		header(2),
		`90 pwrite64(${log}, ${quoted('~a~')}, 4096, 8296 <unfinished ...>`,
		'80 write(20<eventfd>, "\\x01", 8) = 8',
		'90 <... pwrite64 resumed>) = 4096',
		`90 fdatasync(${log} <unfinished ...>`,
		'80 +++ exited with 0 +++',
		'90 <... fdatasync resumed>) = 0',
		ack('~a~'),
	];
	expect(check(lines)).toEqual({told: ['~a~'], early: [], syncs: 1});
});

test('what the server writes to its log tells nobody', () => {
	const line = `80 write(1<UNIX-STREAM:[77->78]>, ${quoted('Received from Alice: ~a~\n')}, 25) = 25`;
	expect(check([line])).toEqual({told: [], early: [], syncs: 0});
});
