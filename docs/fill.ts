/** Where a document takes up a generated part: from `<!-- generated: name -->` to `<!-- end -->`. */
const marked = /^(<!-- generated: (\S+) -->\n)([\s\S]*?)^(<!-- end -->)$/gm;

/**
 * The text with every generated part made again.
 * @throws {Error} for a part that nobody makes, and for a mark without its end
 */
export const fill = (text: string, regions: Readonly<Record<string, () => string>>): string => {
	const starts = text.match(/^<!-- generated: /gm)?.length ?? 0;
	const ends = text.match(/^<!-- end -->$/gm)?.length ?? 0;
	let filled = 0;
	const result = text.replaceAll(marked, (_, start: string, name: string, old: string, end: string) => {
		if (/^<!-- generated: /m.test(old)) throw new Error(`The part "${name}" has no end.`);
		if (!Object.hasOwn(regions, name)) throw new Error(`Nothing makes the part "${name}".`);
		filled++;
		return `${start}${regions[name]!()}\n${end}`;
	});
	if (starts !== filled || ends !== filled) throw new Error('A generated part lacks its start or its end.');
	return result;
};
