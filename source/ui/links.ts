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

/**
 * Scripts in which no letter can be taken for one of ASCII. In the others, Latin beyond ASCII, Cyrillic, Greek and the
 * like, there are whole names that look like another one (UTS 39, section 4.1; аррӏе.com is all Cyrillic).
 */
const unmistakable =
	/^(?:[\d.\-。．｡]|(?![\u0000-\u024f])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]|[a-z])+$/u;
const oneScript =
	/^(?:[\d.-]|\p{scx=Arab})+$|^(?:[\d.-]|\p{scx=Hebr})+$|^(?:[\d.-]|\p{scx=Thai})+$|^(?:[\d.-]|\p{scx=Deva})+$/u;

const authority = /^[a-z]+:\/\/([^/?#\\]*)/iu;

/**
 * The host that a link leads to, where it is another one than the text of it makes believe: behind a name and an @, in
 * letters that look like others, as a number, or percent-encoded. Undefined where it is what one reads.
 * @param url as `webLink` gave it for that text
 */
export const misreadHost = (text: string, url: string): string | undefined => {
	const {hostname} = new URL(url);
	const written = (authority.exec(text)?.[1] ?? '').toLowerCase().replace(/:\d*$/, '');
	if (written === hostname) return undefined;
	const isNative = written
		.normalize('NFC')
		.split('.')
		.every(label => /^[a-z\d-]*$/.test(label) || unmistakable.test(label) || oneScript.test(label));
	return isNative && !/^[a-z\d.-]*$/.test(written) ? undefined : hostname;
};

/** Of a longer host the end counts: whoever owns that owns all that stands before it. */
const longestHost = 60;

/** What stands behind a link that can be taken for another one; empty behind all others. */
export const hostNote = (text: string, url: string): string => {
	const host = misreadHost(text, url);
	if (host === undefined) return '';
	return ` (leads to ${host.length > longestHost ? `…${host.slice(-longestHost)}` : host})`;
};

/** A text with those notes, for whoever hears it read. */
export const withHosts = (text: string): string => {
	let at = 0;
	let told = '';
	for (const {from, to, url} of linksIn(text)) {
		told += text.slice(at, to) + hostNote(text.slice(from, to), url);
		at = to;
	}
	return told + text.slice(at);
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
