/** Links in what was said. Only the web's: whatever opens them can do no more than show a page. */

const link = /\bhttps?:\/\/[^\s<>"'`\p{C}]+/iu;
/** What more often ends a sentence than a link. */
const ends = /[.,;:!?…]+$/u;

/** Brackets around a link are not its own, unless they open in it too. */
const withoutBracket = (text: string): string => {
	const [open, close] = text.endsWith(')') ? ['(', ')'] : ['[', ']'];
	if (!text.endsWith(close!)) return text;
	return text.split(close!).length > text.split(open!).length ? text.slice(0, -1) : text;
};

/** The first link of a text, in the form in which it can be passed on; undefined when there is none. */
export const linkIn = (text: string): string | undefined => {
	let found = link.exec(text)?.[0];
	if (found === undefined) return undefined;
	for (let before = ''; before !== found; ) {
		before = found;
		found = withoutBracket(found.replace(ends, ''));
	}
	const url = URL.parse(found);
	return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url.href : undefined;
};
