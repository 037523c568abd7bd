import type {Fact, Journal} from '../../journal/journal.ts';

type ShelfOptions<Value> = {
	/** names the records in the journal */
	kind: string;
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	/** What a record says; undefined for one that is damaged, or of a newer version. */
	parse: (value: unknown) => Value | undefined;
	/** What is stored; the value itself when left out. */
	write?: ((value: Value) => unknown) | undefined;
};

/**
 * What the server keeps of one kind: all of it here, each in a record of the journal. What the journal does not take
 * holds here all the same, and is stored once it takes things again: a ban must not wait for a full disk.
 */
export class Shelf<Value> {
	readonly #options: ShelfOptions<Value>;
	readonly #byKey = new Map<string, Value>();
	readonly #unstored = new Set<string>();

	constructor(options: ShelfOptions<Value>) {
		this.#options = options;
		for (const [key, text] of options.journal.records(options.kind)) {
			const value = this.#read(text);
			if (value !== undefined) this.#byKey.set(key, value);
		}
	}

	get size(): number {
		return this.#byKey.size;
	}

	get(key: string): Value | undefined {
		return this.#byKey.get(key);
	}

	values(): Iterable<Value> {
		return this.#byKey.values();
	}

	entries(): Iterable<[string, Value]> {
		return this.#byKey.entries();
	}

	/** Holds at once; resolves when it is stored. @throws {ChatError} NOT_STORED by rejecting; nobody has to await it */
	set(key: string, value: Value): Promise<void> {
		this.#byKey.set(key, value);
		return this.#store(key);
	}

	/** As `set`. */
	delete(key: string): Promise<void> {
		this.#byKey.delete(key);
		return this.#store(key);
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		for (const key of this.#unstored) this.#store(key);
	}

	#store(key: string): Promise<void> {
		const {kind, note, write = (value: Value): unknown => value} = this.#options;
		const value = this.#byKey.get(key);
		const stored = note({
			type: 'record',
			kind,
			key,
			value: value === undefined ? null : JSON.stringify(write(value)),
		});
		stored.then(
			() => this.#unstored.delete(key),
			() => this.#unstored.add(key),
		);
		return stored;
	}

	#read(text: string): Value | undefined {
		try {
			return this.#options.parse(JSON.parse(text));
		} catch {
			return undefined;
		}
	}
}
