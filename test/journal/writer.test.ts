import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Checkpointer} from '../../source/journal/checkpointer.ts';
import {Writer} from '../../source/journal/writer.ts';
import {openFolder} from '../helpers/folder.ts';
import {draft} from './drafts.ts';

test('what another one has checkpointed and the writer has finished, waits no longer', () => {
	using folder = openFolder();
	const file = join(folder.path, 'journal.db');
	const writer = new Writer({role: 'write', file, mostBytes: undefined});
	const checkpointer = new Checkpointer({role: 'checkpoint', file, mostBytes: undefined});
	writer.open();
	const drafts = Array.from({length: 2000}, (_, index) => draft({nonce: `n${index}`, msg: 'x'.repeat(500)}));
	const {waiting} = writer.commit(drafts);
	expect(waiting).toBeGreaterThan(200);
	checkpointer.checkpoint();
	const meanwhile = writer.commit([draft()]).waiting;
	expect(meanwhile).toBeLessThan(waiting / 10);
	writer.checkpoint();
	expect(writer.commit([draft()]).waiting).toBeLessThanOrEqual(meanwhile);
	checkpointer.close();
	writer.close();
});

test('the search is answered for when all that was stored is in it, however much that is', async () => {
	using folder = openFolder();
	const writer = new Writer({role: 'write', file: join(folder.path, 'journal.db'), mostBytes: undefined});
	writer.open();
	writer.commit(Array.from({length: 1500}, () => draft({msg: 'word'})));
	const order: string[] = [];
	const indexed = writer.index().then(() => order.push('indexed'));
	// Messages that come meanwhile are taken between its pieces.
	setImmediate(() => order.push(`stored ${writer.commit([draft()]).results.length}`));
	await indexed;
	expect(order).toEqual(['stored 1', 'indexed']);
	writer.close();
});
