import {limits} from '../protocol/limits.ts';
import type {Event} from '../protocol/messages.ts';

/** Cuts a list into pieces that fit a line each, `limits.membersPerEvent` at most; none for an empty list. */
export const pagesOf = <Item>(items: readonly Item[]): Item[][] => {
	const pages: Item[][] = [];
	for (let start = 0; start < items.length; start += limits.membersPerEvent)
		pages.push(items.slice(start, start + limits.membersPerEvent));
	return pages;
};

/** Bytes of events in one event: what surrounds them, and the longest one, fit into the rest of the line. */
const pieceBytes = limits.eventBytes / 2;

/** Cuts events into pieces of which each fits a line. */
export const piecesOf = (events: readonly Event[]): Event[][] => {
	const pieces: Event[][] = [];
	let left = 0;
	for (const event of events) {
		const bytes = Buffer.byteLength(JSON.stringify(event));
		if (bytes > left) {
			pieces.push([]);
			left = pieceBytes;
		}
		pieces.at(-1)!.push(event);
		left -= bytes;
	}
	return pieces;
};
