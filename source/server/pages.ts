import {limits} from '../protocol/limits.ts';
import type {Person} from '../protocol/messages.ts';

/** Half of the longest line, so that an estimate will do. */
const pageBytes = limits.eventBytes / 2;

/**
 * Cuts a list into pieces of `limits.membersPerEvent` at most that fit a line.
 * @param bytesOf about how many bytes an item takes as JSON
 */
export const pagesOf = <Item>(items: readonly Item[], bytesOf: (item: Item) => number): Item[][] => {
	const pages: Item[][] = [];
	let page: Item[] = [];
	let bytes = 0;
	for (const item of items) {
		const more = bytesOf(item);
		if (page.length === limits.membersPerEvent || (page.length > 0 && bytes + more > pageBytes)) {
			pages.push(page);
			page = [];
			bytes = 0;
		}
		page.push(item);
		bytes += more;
	}
	if (page.length > 0) pages.push(page);
	return pages;
};

/** Three bytes for each UTF-16 unit are the most that UTF-8 takes; punctuation and field names are the rest. */
export const bytesOfText = (...texts: Array<string | undefined>): number =>
	texts.reduce((bytes, text) => bytes + 3 * (text?.length ?? 0), 48);

export const bytesOfPerson = ({id, away}: Person): number => bytesOfText(id, away);
