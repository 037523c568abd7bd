/** Folders for what measured servers keep: on a disk, as people have it, and not in memory. */
import {mkdtempSync, rmSync, statfsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** How Linux calls file systems that are in memory: tmpfs and ramfs (statfs(2)). */
const inMemory = new Set([0x01021994, 0x858458f6]);

/** Where temporary files go, if that is a disk; else the folder of this program. */
const disk = (): string => {
	const place = tmpdir();
	return inMemory.has(statfsSync(place).type) ? fileURLToPath(new URL('..', import.meta.url)) : place;
};

/** A folder of its own on a disk, which goes with whoever opened it. */
export const openDiskFolder = (): Disposable & {readonly path: string} => {
	const path = mkdtempSync(join(disk(), '.tui-chat-bench-'));
	return atEnd({path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})});
};

/** Closes something also when the process ends before it was closed. */
export const atEnd = <Open extends Disposable>(open: Open): Open => {
	const close = open[Symbol.dispose].bind(open);
	process.once('exit', close);
	return {
		...open,
		[Symbol.dispose]: () => {
			process.off('exit', close);
			close();
		},
	};
};
