/**
 * An append-only list that shares what it can with its earlier versions, so that a state with 100,000 lines
 * costs an append of one chunk and not a copy of everything. Each line keeps its number for good, also after
 * older ones were let go, so that a reader's place can be a number.
 */
export type Log<Item> = {
	/** number of the first line that is still held */
	readonly start: number;
	/** number that the next line will get */
	readonly end: number;
	readonly chunks: ReadonlyArray<readonly Item[]>;
};

const chunkSize = 256;

const empty: Log<never> = {start: 0, end: 0, chunks: []};

export const emptyLog = <Item>(): Log<Item> => empty;

/** @param most lines to hold at least; whole chunks beyond it are let go, oldest first */
export const append = <Item>(
	log: Log<Item>,
	items: readonly Item[],
	most = Number.POSITIVE_INFINITY,
): Log<Item> => {
	if (items.length === 0) return log;
	const chunks = [...log.chunks];
	const last = chunks.at(-1);
	let taken = 0;
	if (last && last.length < chunkSize) {
		taken = Math.min(chunkSize - last.length, items.length);
		chunks[chunks.length - 1] = [...last, ...items.slice(0, taken)];
	}
	for (; taken < items.length; taken += chunkSize) chunks.push(items.slice(taken, taken + chunkSize));
	const end = log.end + items.length;
	let {start} = log;
	let gone = 0;
	while (end - start - chunks[gone]!.length >= most) start += chunks[gone++]!.length;
	return {start, end, chunks: gone === 0 ? chunks : chunks.slice(gone)};
};

/** The line with a number, or undefined when it is not held. */
export const lineAt = <Item>(log: Log<Item>, number: number): Item | undefined => {
	const offset = number - log.start;
	if (offset < 0 || number >= log.end) return undefined;
	// All chunks but the last are full.
	return log.chunks[Math.floor(offset / chunkSize)]?.[offset % chunkSize];
};

/** The same list with one line replaced. */
export const replace = <Item>(log: Log<Item>, number: number, item: Item): Log<Item> => {
	const offset = number - log.start;
	if (offset < 0 || number >= log.end) return log;
	const at = Math.floor(offset / chunkSize);
	const chunks = [...log.chunks];
	chunks[at] = chunks[at]!.with(offset % chunkSize, item);
	return {...log, chunks};
};

/** A list without lines that goes on with the same numbers. */
export const cleared = <Item>(log: Log<Item>): Log<Item> => ({start: log.end, end: log.end, chunks: []});
