/**
 * The same pure function, which keeps what it found for the texts that it was asked of late. What is asked for in
 * each frame is never let go, whatever scrolls by meanwhile.
 * @param most texts that are kept at least, as long as they are asked for; never more than twice as many
 */
export const remember = <Value extends NonNullable<unknown>>(
	compute: (text: string) => Value,
	most: number,
): ((text: string) => Value) => {
	let young = new Map<string, Value>();
	let old = young;
	return text => {
		const held = young.get(text);
		if (held !== undefined) return held;
		const value = old.get(text) ?? compute(text);
		if (young.size >= most) {
			old = young;
			young = new Map();
		}
		young.set(text, value);
		return value;
	};
};

/** More rows than two screens have, the largest that there are. */
export const rowsRemembered = 1024;
