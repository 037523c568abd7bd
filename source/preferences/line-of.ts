import {parse} from 'smol-toml';

/** How much may be read to find lines: a file of long lists has thousands of beginnings that are no whole ones. */
export class Effort {
	#left: number;

	/** @param characters to parse in all */
	constructor(characters: number) {
		this.#left = characters;
	}

	/** What the first lines of a file say; undefined when they end in the middle of something. @throws {Exhausted} */
	begun(lines: readonly string[], count: number): unknown {
		const text = lines.slice(0, count).join('\n');
		this.#left -= text.length;
		if (this.#left < 0) throw new Exhausted();
		try {
			return parse(text);
		} catch {
			return undefined;
		}
	}
}

class Exhausted extends Error {}

const holds = (value: unknown, path: readonly string[]): boolean => {
	let inner = value;
	for (const key of path) {
		if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return false;
		inner = (inner as Readonly<Record<string, unknown>>)[key];
	}
	return true;
};

/**
 * The line, from 1, in which a value is set: the parser tells no places, but which of a file's beginnings hold the
 * value. Halving finds the shortest one in some dozen parses, however long the file is.
 * @param text whole and without mistakes
 * @param path the keys that lead to the value
 * @returns undefined where nothing sets it, or finding it is too much effort
 */
export const lineOf = (text: string, path: readonly string[], effort: Effort): number | undefined => {
	try {
		return found(text, path, effort);
	} catch (error) {
		if (error instanceof Exhausted) return undefined;
		throw error;
	}
};

const found = (text: string, path: readonly string[], effort: Effort): number | undefined => {
	const lines = text.split('\n');
	/** The first whole beginning of so many lines or more, and whether it holds the value. */
	const look = (count: number): {end: number; has: boolean} => {
		for (let end = count; end < lines.length; end++) {
			const value = effort.begun(lines, end);
			if (value !== undefined) return {end, has: holds(value, path)};
		}
		return {end: lines.length, has: holds(effort.begun(lines, lines.length), path)};
	};
	if (!look(lines.length).has) return undefined;
	let without = 0;
	let within = lines.length;
	while (within - without > 1) {
		const middle = Math.floor((without + within) / 2);
		const {end, has} = look(middle);
		if (has) within = middle;
		else without = Math.max(middle, Math.min(end, within - 1));
	}
	return without + 1;
};
