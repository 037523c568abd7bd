import {limits} from '../protocol/limits.ts';

/** Cuts a list into pieces that fit a line each, `limits.membersPerEvent` at most; none for an empty list. */
export const pagesOf = <Item>(items: readonly Item[]): Item[][] => {
	const pages: Item[][] = [];
	for (let start = 0; start < items.length; start += limits.membersPerEvent)
		pages.push(items.slice(start, start + limits.membersPerEvent));
	return pages;
};
