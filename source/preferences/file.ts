/** The configuration file: read as a whole, changed in place. */
import {
	lstatSync,
	mkdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {homedir} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import {ChatError} from '../protocol/errors.ts';
import {type Keeper, type Kept, type PreferenceChange, usualPreferences} from '../ui/preferences.ts';
import type {Overrides} from './overrides.ts';

/** Far more than anybody writes into it, and little enough to be read before the first frame. */
const mostBytes = 256 * 1024;

/** What is in it is nobody else's business, until its owner says so. */
const fileMode = 0o600;
const folderMode = 0o700;

/** Reading and changing need libraries that a start without such a file goes without. */
const load = {
	read: async () => (await import('./read.ts')).readPreferences,
	patch: async () => (await import('./patch.ts')).patched,
};

export class PreferencesFile implements Keeper {
	readonly #path: string;
	readonly #overrides: Overrides;

	constructor(path: string, overrides: Overrides = {}) {
		this.#path = path;
		this.#overrides = overrides;
	}

	/** As people read it: `~/.config/tui-chat/config.toml`. */
	get name(): string {
		const home = homedir();
		return this.#path.startsWith(`${home}/`) ? `~${this.#path.slice(home.length)}` : this.#path;
	}

	/** A file that is not there sets nothing. Whatever is wrong in it is complained of and left out. */
	async read(): Promise<Kept> {
		const {preferences, ...rest} = await this.#found();
		const values = {...preferences.values, ...this.#overrides};
		return {...rest, preferences: {...preferences, values}};
	}

	async #found(): Promise<Kept> {
		try {
			const text = this.#text();
			if (text === undefined) return {preferences: usualPreferences, complaints: []};
			return (await load.read())(text, this.name);
		} catch (error) {
			return {preferences: usualPreferences, complaints: [reasonOf(error)], isLost: true};
		}
	}

	/**
	 * Writes one wish into the file, where comments and order stay as they are. It is there as a whole or not at all;
	 * what a link leads to is written, and the link stays.
	 * @throws {ChatError} SETTING_BAD, by rejecting
	 */
	async keep(change: PreferenceChange): Promise<void> {
		const patched = await load.patch();
		const text = this.#text() ?? '';
		const next = patched(text, change, this.name);
		if (next !== text) this.#write(next);
	}

	/** @throws {ChatError} SETTING_BAD for a file that is no text, too long, or that cannot be read */
	#text(): string | undefined {
		try {
			const about = statSync(this.#path);
			if (!about.isFile()) throw this.#bad('is no file');
			if (about.size > mostBytes) throw this.#bad(`has more than ${mostBytes / 1024} KiB`);
			return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(readFileSync(this.#path));
		} catch (error) {
			if (error instanceof ChatError) throw error;
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'ENOENT') return undefined;
			throw this.#bad(
				code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8' : `cannot be read (${code})`,
			);
		}
	}

	#write(text: string): void {
		const path = targetOf(this.#path);
		const next = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
		try {
			mkdirSync(dirname(path), {recursive: true, mode: folderMode});
			writeFileSync(next, text, {mode: modeOf(path), flush: true});
			renameSync(next, path);
		} catch (cause) {
			rmSync(next, {force: true});
			throw this.#bad(`cannot be written (${(cause as NodeJS.ErrnoException).code})`);
		}
	}

	#bad(why: string): ChatError {
		return new ChatError('SETTING_BAD', `${this.name} ${why}.`);
	}
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** More links than these lead nowhere. */
const mostLinks = 40;

/** Where a path leads over links, also when nothing is there yet. */
const targetOf = (path: string): string => {
	let target = path;
	for (let links = 0; links < mostLinks; links++) {
		if (!lstatSync(target, {throwIfNoEntry: false})?.isSymbolicLink()) return target;
		target = resolve(dirname(target), readlinkSync(target));
	}
	return target;
};

const modeOf = (path: string): number => {
	const about = statSync(path, {throwIfNoEntry: false});
	return about ? about.mode & 0o777 : fileMode;
};
