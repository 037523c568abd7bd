/** Links in what was said. Only the web's: whatever opens them can do no more than show a page. */

import {columns} from './wrap.ts';

const link = /\bhttps?:\/\/[^\s<>"'`\p{C}]+/giu;
/** What more often ends a sentence than a link. */
const ends = /[.,;:!?…]+$/u;

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

/** Brackets around a link are not its own, unless they open in it too. */
const withoutBracket = (text: string): string => {
	const [open, close] = text.endsWith(')') ? ['(', ')'] : ['[', ']'];
	if (!text.endsWith(close!)) return text;
	return text.split(close!).length > text.split(open!).length ? text.slice(0, -1) : text;
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
		let shown = whole;
		for (let before = ''; before !== shown; ) {
			before = shown;
			shown = withoutBracket(shown.replace(ends, ''));
		}
		const url = webLink(shown);
		if (url !== undefined) found.push({from: index, to: index + shown.length, url});
	}
	return found;
};

/** The first link of a text; undefined when there is none. */
export const linkIn = (text: string): string | undefined => linksIn(text)[0]?.url;
