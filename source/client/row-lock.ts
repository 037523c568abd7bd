import {linkSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {uptime} from 'node:os';

/** Locks of this process: its own pid in a file says nothing about another part of it. */
const held = new Set<string>();

/** Another client has it, of the same person on the same machine. */
export class Taken extends Error {}

/** Keeps a file for one process, by a second file with its pid. What a killed process left is taken over. */
export class RowLock {
	readonly #path: string;
	isHeld = false;

	constructor(path: string) {
		this.#path = path;
	}

	/** @throws {Error} when it is held (`Taken` by another process), or the folder cannot be written to */
	take(): void {
		if (held.has(this.#path)) throw new Error('this program uses it already');
		const own = `${this.#path}.${process.pid}`;
		// Written before it is linked into its place, so that nobody ever reads half a lock.
		writeFileSync(own, String(process.pid), {mode: 0o600});
		try {
			if (!this.#link(own)) {
				if (isAlive(this.#path)) throw new Taken('another client with this name is running');
				rmSync(this.#path, {force: true});
				if (!this.#link(own)) throw new Taken('another client with this name is starting');
			}
		} finally {
			rmSync(own, {force: true});
		}
		this.isHeld = true;
		held.add(this.#path);
	}

	release(): void {
		if (!this.isHeld) return;
		this.isHeld = false;
		held.delete(this.#path);
		try {
			rmSync(this.#path, {force: true});
		} catch {
			// It names a process that will be gone.
		}
	}

	#link(own: string): boolean {
		try {
			linkSync(own, this.#path);
			return true;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
			throw error;
		}
	}
}

/**
 * Does the process run whose pid is in a lock? One from before the machine started is another one's by now; both
 * times are the system's.
 */
const isAlive = (path: string): boolean => {
	try {
		const pid = Number(readFileSync(path, 'utf8'));
		const isOlderThanBoot = statSync(path).mtimeMs < Date.now() - uptime() * 1000;
		if (isOlderThanBoot || !Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It runs, and is somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
};
