/**
 * Threads of the journal load its modules as they are, in TypeScript. Node takes the types out of them by WebAssembly,
 * and where many threads come and go, V8 now and then dies of freeing that: `Check failed: jit_page.has_value()`, see
 * https://github.com/nodejs/node/issues/64500. So it is done here once, and kept; what is tested then finds it done. A
 * server that was built has no types.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openJournal} from '../source/journal/sqlite.ts';

export default async (): Promise<() => void> => {
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-setup-'));
	// All that is started from here on inherits it.
	process.env.NODE_COMPILE_CACHE = join(folder, 'code');
	const journal = await openJournal({folder: join(folder, 'data')});
	await journal.search({text: 'anything', open: true, conversations: [], limit: 1});
	await journal.close();
	return () => rmSync(folder, {recursive: true, force: true});
};
