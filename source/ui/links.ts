/** Links in what was said. Only the web's: whatever opens them can do no more than show a page. */

import {columns} from './wrap.ts';

/** Up to an emoji: it is decoration, and its joiners, which no address has, would cut it in two. */
const link = /\bhttps?:\/\/[^\s<>"'`\p{C}\p{Extended_Pictographic}]+/giu;
/** What more often ends a sentence than a link. */
const ends: ReadonlySet<string> = new Set('.,;:!?…');
const openers: Readonly<Record<string, string>> = {')': '(', ']': '['};

const drawn = /\u001b\]8;[^;\u0007\u001b]*;([^\u0007\u001b]*)(?:\u0007|\u001b\\)|\u001b\[[\d;:]*m/g;

/** The link (OSC 8) in a column of a row as it is drawn; undefined where there is none. */
export const linkAt = (row: string, column: number): string | undefined => {
	let left = column;
	let url = '';
	let from = 0;
	for (const {0: sequence, 1: opened, index} of row.matchAll(drawn)) {
		left -= columns(row.slice(from, index));
		if (left < 0) break;
		from = index + sequence.length;
		url = opened ?? url;
	}
	return url === '' || left >= columns(row.slice(from)) ? undefined : url;
};

/**
 * A link without what ends the sentence behind it. Brackets around it are not its own, unless they open in it too. One
 * walk from its end, however many of them somebody has put there.
 */
const withoutEnd = (text: string): string => {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	const seen = (character: string): number => counts.get(character) ?? 0;
	let end = text.length;
	for (; end > 0; end--) {
		const last = text[end - 1]!;
		const opener = openers[last];
		const isStray = opener !== undefined && seen(last) > seen(opener);
		if (!isStray && !ends.has(last)) break;
		counts.set(last, seen(last) - 1);
	}
	return text.slice(0, end);
};

/** An address of the web in the form in which it can be passed on; undefined for anything else. */
export const webLink = (text: string): string | undefined => {
	const url = URL.parse(text);
	return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url.href : undefined;
};

/** Where a text has links, as [from, to), and where they lead. */
export const linksIn = (text: string): Array<{from: number; to: number; url: string}> => {
	const found: Array<{from: number; to: number; url: string}> = [];
	if (!text.includes('://')) return found;
	for (const {0: whole, index} of text.matchAll(link)) {
		const shown = withoutEnd(whole);
		const url = webLink(shown);
		if (url !== undefined) found.push({from: index, to: index + shown.length, url});
	}
	return found;
};
