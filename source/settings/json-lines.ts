/** Where in a JSON text its values stand: `JSON.parse` tells no places. */

/** Strings, what nests, what parts, and line ends; all else is skipped. */
const piece = /"(?:[^"\\]|\\.)*"|[{}[\]:,\n]/gs;

/**
 * The line, from 1, in which a key is set; the first one where it is set twice.
 * @param text whole and without mistakes
 * @param path the keys of objects that lead to it
 * @returns undefined where nothing sets it
 */
export const lineInJson = (text: string, path: readonly string[]): number | undefined => {
	let line = 1;
	/** of each object or list that is open, the key that was read last */
	const open: Array<string | undefined> = [];
	let word: string | undefined;
	for (const [part] of text.matchAll(piece)) {
		if (part === '\n') line++;
		else if (part.startsWith('"')) word = JSON.parse(part) as string;
		else if (part === ':') {
			open[open.length - 1] = word;
			if (open.length === path.length && path.every((key, depth) => open[depth] === key)) return line;
		} else if (part === '{' || part === '[') open.push(undefined);
		else if (part === ',') open[open.length - 1] = undefined;
		else open.pop();
	}
	return undefined;
};

/** The line in which the parser stopped, by what it says. @param message of a `SyntaxError` */
export const lineOfFault = (text: string, message: string): number => {
	const [, position] = /at position (\d+)/.exec(message) ?? [];
	return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
};
