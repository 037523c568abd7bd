import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A folder of its own, which goes with whoever opened it. */
export const openFolder = (): Disposable & {readonly path: string} => {
	const path = mkdtempSync(join(tmpdir(), 'tui-chat-test-'));
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
};
