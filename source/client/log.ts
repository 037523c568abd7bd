/**
 * A list that shares what it can with its earlier versions, so that a state with 100,000 lines costs an append of
 * one chunk and not a copy of everything. Each line keeps its number for good, also after older ones were let go
 * and after still older ones were put in front, so that a reader's place can be a number. Numbers may be negative.
 */
export type Log<Item> = {
	/** number of the first line that is still held */
	readonly start: number;
	/** number that the next line will get */
	readonly end: number;
	/** cut at the multiples of `chunkSize`: only the first and the last one may be partial, none is empty */
	readonly chunks: ReadonlyArray<readonly Item[]>;
};

const chunkSize = 256;

const empty: Log<never> = {start: 0, end: 0, chunks: []};

export const emptyLog = <Item>(): Log<Item> => empty;

/** Where a number stands: which chunk, counted from number 0 on. */
const chunkOf = (number: number): number => Math.floor(number / chunkSize);

/** Items in chunks, the first of them with a number. */
const cut = <Item>(items: readonly Item[], first: number): Array<readonly Item[]> => {
	const chunks: Array<readonly Item[]> = [];
	for (let taken = 0; taken < items.length; ) {
		const next = (chunkOf(first + taken) + 1) * chunkSize - first;
		chunks.push(items.slice(taken, next));
		taken = next;
	}
	return chunks;
};

/** Two lists of chunks, of which the last and the first may be parts of the same one. */
const join = <Item>(
	chunks: ReadonlyArray<readonly Item[]>,
	more: ReadonlyArray<readonly Item[]>,
	border: number,
): Array<readonly Item[]> => {
	const last = chunks.at(-1);
	const first = more[0];
	if (!last || !first || border % chunkSize === 0) return chunks.concat(more);
	// With 100,000 lines the list itself is long, and this runs for each message: it is copied just once.
	const joined = chunks.slice();
	joined[joined.length - 1] = last.concat(first);
	for (let index = 1; index < more.length; index++) joined.push(more[index]!);
	return joined;
};

/** @param most lines to hold at least; whole chunks beyond it are let go, oldest first */
export const append = <Item>(
	log: Log<Item>,
	items: readonly Item[],
	most = Number.POSITIVE_INFINITY,
): Log<Item> => {
	if (items.length === 0) return log;
	const chunks = join(log.chunks, cut(items, log.end), log.end);
	const end = log.end + items.length;
	let {start} = log;
	let gone = 0;
	while (end - start - chunks[gone]!.length >= most) start += chunks[gone++]!.length;
	return {start, end, chunks: gone === 0 ? chunks : chunks.slice(gone)};
};

/** Puts older lines in front, under the numbers below the first one. */
export const prepend = <Item>(log: Log<Item>, items: readonly Item[]): Log<Item> => {
	if (items.length === 0) return log;
	const start = log.start - items.length;
	return {start, end: log.end, chunks: join(cut(items, start), log.chunks, log.start)};
};

/** Where in the chunks a number is held. */
const placeOf = ({start}: Log<unknown>, number: number): {chunk: number; at: number} => {
	const chunk = chunkOf(number) - chunkOf(start);
	// The first chunk lacks what would stand before the start.
	return {chunk, at: number - (chunk === 0 ? start : chunkOf(number) * chunkSize)};
};

/** The line with a number, or undefined when it is not held. */
export const lineAt = <Item>(log: Log<Item>, number: number): Item | undefined => {
	if (number < log.start || number >= log.end) return undefined;
	const {chunk, at} = placeOf(log, number);
	return log.chunks[chunk]?.[at];
};

/** The chunk that holds a line, and the number of its first one; undefined when the line is not held. */
export const chunkAt = <Item>(
	log: Log<Item>,
	number: number,
): {readonly first: number; readonly items: readonly Item[]} | undefined => {
	if (number < log.start || number >= log.end) return undefined;
	const {chunk, at} = placeOf(log, number);
	return {first: number - at, items: log.chunks[chunk]!};
};

/** The same list with one line replaced. */
export const replace = <Item>(log: Log<Item>, number: number, item: Item): Log<Item> => {
	if (number < log.start || number >= log.end) return log;
	const {chunk, at} = placeOf(log, number);
	const chunks = [...log.chunks];
	chunks[chunk] = chunks[chunk]!.with(at, item);
	return {...log, chunks};
};

/** The same list with each line changed; itself, and each of its chunks, where nothing changes. */
export const mapped = <Item>(log: Log<Item>, change: (item: Item) => Item): Log<Item> => {
	const chunks = log.chunks.map(chunk => {
		const changed = chunk.map(change);
		return changed.every((item, index) => item === chunk[index]) ? chunk : changed;
	});
	return chunks.every((chunk, index) => chunk === log.chunks[index]) ? log : {...log, chunks};
};

/** A list without lines that goes on with the same numbers. */
export const cleared = <Item>(log: Log<Item>): Log<Item> => ({start: log.end, end: log.end, chunks: []});

/**
 * Numbers of the lines that both lists hold and that are not the same object in both, in their order. Chunks that are
 * shared cost nothing.
 */
export const changedNumbers = <Item>(before: Log<Item>, after: Log<Item>): number[] => {
	const numbers: number[] = [];
	const first = Math.max(before.start, after.start);
	const end = Math.min(before.end, after.end);
	for (let number = first; number < end; number = (chunkOf(number) + 1) * chunkSize) {
		const old = before.chunks[placeOf(before, number).chunk];
		const now = after.chunks[placeOf(after, number).chunk];
		if (old === now) continue;
		const last = Math.min(end, (chunkOf(number) + 1) * chunkSize);
		for (let at = number; at < last; at++) if (lineAt(before, at) !== lineAt(after, at)) numbers.push(at);
	}
	return numbers;
};
