/**
 * All emoji by their names: those of GitHub, which people know from elsewhere, and Emojibase's, which have the newest.
 * Loaded once somebody wants them.
 */
import emojibase from 'emojibase-data/en/shortcodes/emojibase.json' with {type: 'json'};
import github from 'emojibase-data/en/shortcodes/github.json' with {type: 'json'};
import {type Sign, signs} from '../protocol/signs.ts';

/** By code points in hexadecimal, joined by hyphens. */
type Names = Readonly<Record<string, string | readonly string[]>>;

const skinTone = /1F3F[B-F]/;
const emoji = /^\p{RGI_Emoji}$/v;
const drawnAsText = /^(?!\p{Emoji_Presentation})\p{Emoji}$/u;

/** The keys leave out the selectors that make emoji of characters which are text by themselves (UTS 51, 2.4). */
const signFrom = (key: string): string => {
	const points = key.split('-').map(point => String.fromCodePoint(Number.parseInt(point, 16)));
	const plain = points.join('');
	if (emoji.test(plain)) return plain;
	const selected = points.map(point => (drawnAsText.test(point) ? `${point}\ufe0f` : point)).join('');
	return emoji.test(selected) ? selected : plain;
};

const named = (names: Names): Sign[] =>
	Object.entries(names)
		.filter(([key]) => !skinTone.test(key))
		.flatMap(([key, value]) => {
			const sign = signFrom(key);
			return [value].flat().map(name => ({name, sign}));
		});

const distinct = (all: readonly Sign[]): Sign[] => [
	...new Map(all.toReversed().map(one => [one.name, one])).values(),
];

/** The ones at hand come first, then those with short names, which are the more usual ones. Each name stands for one sign. */
export const allSigns: readonly Sign[] = [
	...signs,
	...distinct([...signs, ...named(github), ...named(emojibase)])
		.filter(({name}) => !signs.some(one => one.name === name))
		.sort((one, other) => one.name.length - other.name.length || (one.name < other.name ? -1 : 1)),
];
