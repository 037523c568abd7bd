/**
 * A disk that is soon full, for one server: a file system in memory that only those see who are let in, which
 * takes no rights but user namespaces.
 */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const unshare = ['-U', '-r', '-m'];

/** May file systems be mounted here that only a process of ours sees? */
export const canMount = (): boolean =>
	process.platform === 'linux' &&
	spawnSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

export type SmallDisk = AsyncDisposable & {
	/** where it is, for those who are let in */
	readonly folder: string;
	/** the same for everybody else */
	readonly outside: string;
	/** what lets a program in, in front of its command */
	readonly under: readonly string[];
	/** takes all the room that is left */
	fill: () => void;
	/** gives it back */
	empty: () => void;
};

export const openSmallDisk = async (kib: number): Promise<SmallDisk> => {
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-disk-'));
	const script = `mount -t tmpfs -o size=${kib}k none "$1" && echo ready && exec cat`;
	// It lives as long as this process holds its input, whatever becomes of the servers.
	const holder = spawn('unshare', [...unshare, 'sh', '-c', script, 'sh', folder], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	await once(holder.stdout, 'data');
	const outside = `/proc/${holder.pid}/root${folder}`;
	const filler = join(outside, 'filler');
	return {
		folder,
		outside,
		under: ['nsenter', '-t', String(holder.pid), '-U', '-m', '--preserve-credentials'],
		fill: () => {
			const file = openSync(filler, 'w');
			try {
				for (;;) writeSync(file, Buffer.alloc(1024));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
			} finally {
				closeSync(file);
			}
		},
		empty: () => rmSync(filler),
		[Symbol.asyncDispose]: async () => {
			const gone = once(holder, 'exit');
			holder.stdin.end();
			await gone;
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
