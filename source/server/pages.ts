import {limits} from '../protocol/limits.ts';

/** Cuts a list into pieces that fit a line each, `limits.membersPerEvent` at most; none for an empty list. */
export const pagesOf = <Item>(items: readonly Item[]): Item[][] => {
	const pages: Item[][] = [];
	for (let start = 0; start < items.length; start += limits.membersPerEvent)
		pages.push(items.slice(start, start + limits.membersPerEvent));
	return pages;
};

/** As `pagesOf`, and one empty page for an empty list: a question has an answer. */
export const inPages = <Item>(items: readonly Item[]): Item[][] =>
	items.length === 0 ? [[]] : pagesOf(items);

/** Bytes of events in one event: what surrounds them, and the longest one, fit into the rest of the line. */
const pieceBytes = limits.eventBytes / 2;

/** Cuts events, or what else stands in a list, into pieces of which each fits a line. */
export const piecesOf = <Item extends object>(items: readonly Item[]): Item[][] => {
	const pieces: Item[][] = [];
	let left = 0;
	for (const item of items) {
		const bytes = Buffer.byteLength(JSON.stringify(item));
		if (bytes > left) {
			pieces.push([]);
			left = pieceBytes;
		}
		pieces.at(-1)!.push(item);
		left -= bytes;
	}
	return pieces;
};
