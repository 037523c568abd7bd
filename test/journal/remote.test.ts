import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {WriterCalls} from '../../source/journal/calls.ts';
import {storingFault} from '../../source/journal/faults.ts';
import {Remote} from '../../source/journal/remote.ts';
import {openFolder} from '../helpers/folder.ts';
import {draft} from './drafts.ts';

const start = (): Remote<WriterCalls> => {
	const folder = openFolder();
	const task = {role: 'write', file: join(folder.path, 'journal.db'), mostBytes: undefined} as const;
	const remote = new Remote<WriterCalls>(task, storingFault);
	onTestFinished(async () => {
		await remote.close();
		folder[Symbol.dispose]();
	});
	return remote;
};

test('a thread that dies leaves nobody waiting, and the next call starts another one on the same journal', async () => {
	const remote = start();
	const {id} = await remote.call('known');
	expect((await remote.call('commit', [draft({nonce: 'n'})])).results).toEqual([1]);
	const killing = remote.call('no such call' as 'open');
	const caught = remote.call('commit', [draft()]);
	await expect(killing).rejects.toMatchObject({code: 'NOT_STORED'});
	await expect(caught).rejects.toMatchObject({code: 'NOT_STORED'});
	expect((await remote.call('known')).id).toBe(id);
	const {results} = await remote.call('commit', [draft({nonce: 'n'})]);
	expect(results).toEqual([{first: {conversation: 'general', room: 'general', seq: 1, ts: 1000}}]);
});

test('closing ends it once, and whoever asks later is told', async () => {
	const remote = start();
	await remote.call('open');
	await remote.close();
	await expect(remote.call('open')).rejects.toMatchObject({code: 'CLOSING'});
	await remote.close();
});
