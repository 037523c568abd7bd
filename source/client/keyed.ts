/**
 * A map that shares what it can with its earlier versions, as `Log` does for lines: a state with 2,000 conversations
 * costs a message the copy of some sixty of them, and not of all. Keys keep the order in which they came, as in a
 * `Map`: what is set anew stays where it is.
 *
 * Entries stand in chunks. Where a key stands is known by a table of small maps, one for each remainder of its hash,
 * which changes only when a key comes or goes.
 */
type Entry<Value> = readonly [key: string, value: Value];

/** With holes where entries were taken out. */
export type Chunk<Value> = ReadonlyArray<Entry<Value> | undefined>;

type Index = ReadonlyArray<ReadonlyMap<string, number>>;

const chunkSize = 64;
const noBucket: ReadonlyMap<string, number> = new Map();
const emptyIndex: Index = Array.from({length: chunkSize}, () => noBucket);

/** FNV-1a over UTF-16 units: names are short. */
const bucketOf = (key: string): number => {
	let hash = 0x811c9dc5;
	for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
	return (hash ^ (hash >>> 15)) & (chunkSize - 1);
};

const replaced = <Item>(items: readonly Item[], at: number, item: Item): readonly Item[] => {
	const after = items.slice();
	after[at] = item;
	return after;
};

/** The same keys as in an earlier version, if and only if this is the same object. */
export type Shape = object;

class Keyed<Value> implements ReadonlyMap<string, Value> {
	readonly size: number;
	readonly index: Index;
	readonly chunks: ReadonlyArray<Chunk<Value>>;
	/** places that were given so far, holes among them */
	readonly end: number;

	constructor(size: number, index: Index, chunks: ReadonlyArray<Chunk<Value>>, end: number) {
		this.size = size;
		this.index = index;
		this.chunks = chunks;
		this.end = end;
	}

	get(key: string): Value | undefined {
		const place = this.index[bucketOf(key)]!.get(key);
		return place === undefined ? undefined : this.#at(place)[1];
	}

	has(key: string): boolean {
		return this.index[bucketOf(key)]!.has(key);
	}

	forEach(call: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
		for (const chunk of this.chunks) for (const entry of chunk) if (entry) call(entry[1], entry[0], this);
	}

	*entries(): Generator<[string, Value], undefined> {
		for (const chunk of this.chunks) for (const entry of chunk) if (entry) yield [entry[0], entry[1]];
		return undefined;
	}

	*keys(): Generator<string, undefined> {
		for (const chunk of this.chunks) for (const entry of chunk) if (entry) yield entry[0];
		return undefined;
	}

	*values(): Generator<Value, undefined> {
		for (const chunk of this.chunks) for (const entry of chunk) if (entry) yield entry[1];
		return undefined;
	}

	[Symbol.iterator](): Generator<[string, Value], undefined> {
		return this.entries();
	}

	with(key: string, value: Value): Keyed<Value> {
		const {size, index, chunks, end} = this;
		const bucket = bucketOf(key);
		const place = index[bucket]!.get(key);
		const entry: Entry<Value> = [key, value];
		if (place !== undefined)
			return this.#at(place)[1] === value ? this : new Keyed(size, index, this.#put(place, entry), end);
		const grown = replaced(index, bucket, new Map(index[bucket]).set(key, end));
		const last = Math.floor(end / chunkSize);
		const longer = replaced(chunks, last, (chunks[last] ?? []).concat([entry]));
		return new Keyed(size + 1, grown, longer, end + 1);
	}

	without(key: string): Keyed<Value> {
		const {size, index, end} = this;
		const bucket = bucketOf(key);
		const place = index[bucket]!.get(key);
		if (place === undefined) return this;
		const smaller = new Map(index[bucket]);
		smaller.delete(key);
		const left = new Keyed(size - 1, replaced(index, bucket, smaller), this.#put(place, undefined), end);
		// Who comes and goes leaves holes: as many as there are entries, and it is made anew.
		return end > 2 * size + chunkSize ? keyedOf<Value>(left) : left;
	}

	#at(place: number): Entry<Value> {
		return this.chunks[Math.floor(place / chunkSize)]![place % chunkSize]!;
	}

	#put(place: number, entry: Entry<Value> | undefined): ReadonlyArray<Chunk<Value>> {
		const {chunks} = this;
		const chunk = Math.floor(place / chunkSize);
		return replaced(chunks, chunk, replaced(chunks[chunk]!, place % chunkSize, entry));
	}
}

const empty: Keyed<never> = new Keyed<never>(0, emptyIndex, [], 0);

/** A map that is cheap to change, with these entries; of equal keys the last value, at the place of the first. */
export const keyedOf = <Value>(entries: Iterable<readonly [string, Value]>): Keyed<Value> => {
	const values = new Map(entries);
	const index = Array.from({length: chunkSize}, () => new Map<string, number>());
	const chunks: Array<Array<Entry<Value>>> = [];
	for (const entry of values) {
		const place = chunks.length * chunkSize;
		const last = chunks.at(-1);
		if (last && last.length < chunkSize) {
			index[bucketOf(entry[0])]!.set(entry[0], place - chunkSize + last.length);
			last.push(entry);
		} else {
			index[bucketOf(entry[0])]!.set(entry[0], place);
			chunks.push([entry]);
		}
	}
	return new Keyed(values.size, index, chunks, values.size);
};

/** A map without anything in it, which is cheap to change. */
export const emptyKeyed = <Value>(): ReadonlyMap<string, Value> => empty;

const cheap = <Value>(map: ReadonlyMap<string, Value>): Keyed<Value> =>
	map instanceof Keyed ? map : keyedOf(map);

/** The map with one value set; it stays as it is. Cheap for what these functions gave. */
export const withValue = <Value>(
	map: ReadonlyMap<string, Value>,
	key: string,
	value: Value,
): ReadonlyMap<string, Value> => cheap(map).with(key, value);

/** The map with several values set. */
export const withValues = <Value>(
	map: ReadonlyMap<string, Value>,
	entries: ReadonlyArray<readonly [string, Value]>,
): ReadonlyMap<string, Value> => {
	// What is more than half new is as well made anew.
	if (entries.length > map.size) return keyedOf([...map, ...entries]);
	return entries.reduce((after, [key, value]) => after.with(key, value), cheap(map));
};

/** The map without some keys; itself when it has none of them. */
export const withoutKeys = <Value>(
	map: ReadonlyMap<string, Value>,
	keys: readonly string[],
): ReadonlyMap<string, Value> =>
	keys.some(key => map.has(key)) ? keys.reduce((after, key) => after.without(key), cheap(map)) : map;

/** Each value changed, where it changes; the map itself when none does, and its chunks where none of theirs does. */
export const mapValues = <Value>(
	map: ReadonlyMap<string, Value>,
	change: (value: Value) => Value,
): ReadonlyMap<string, Value> => {
	const {size, index, chunks, end} = cheap(map);
	let isSame = true;
	const changed = chunks.map(chunk => {
		let after: Array<Entry<Value> | undefined> | undefined;
		for (const [at, entry] of chunk.entries()) {
			if (!entry) continue;
			const value = change(entry[1]);
			if (value === entry[1]) continue;
			after ??= chunk.slice();
			after[at] = [entry[0], value];
		}
		if (after) isSame = false;
		return after ?? chunk;
	});
	return isSame ? map : new Keyed(size, index, changed, end);
};

/** Values of a later version that are not what they were, each with what it was. */
export const changedValues = <Value>(
	before: ReadonlyMap<string, Value>,
	after: ReadonlyMap<string, Value>,
): ReadonlyArray<{readonly key: string; readonly old: Value | undefined; readonly now: Value}> => {
	if (before === after) return [];
	const known = new Set<unknown>(chunksOf(before));
	return chunksOf(after)
		.filter(chunk => !known.has(chunk))
		.flatMap(chunk =>
			chunk.flatMap(entry => {
				if (!entry) return [];
				const [key, now] = entry;
				const old = before.get(key);
				return old === now ? [] : [{key, old, now}];
			}),
		);
};

/** What a map is made of: chunks stay the same objects in later versions, unless something in them is another one. */
export const chunksOf = <Value>(map: ReadonlyMap<string, Value>): ReadonlyArray<Chunk<Value>> =>
	cheap(map).chunks;

/** What stays the same object as long as no key comes or goes. */
export const shapeOf = (map: ReadonlyMap<string, unknown>): Shape => (map instanceof Keyed ? map.index : map);
