/** What somebody may have meant by a word that is none. */
import {closest, distance} from 'fastest-levenshtein';

/** A word worth comparing: longer ones are no slip of the finger. */
const longest = 40;

/** The name that a mistyped one comes closest to; undefined where none is near. Case counts for nothing. */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
	const word = typed.slice(0, longest).toLowerCase();
	if (word === '' || names.length === 0) return undefined;
	const found = closest(word, [...names]);
	return distance(word, found) <= Math.max(1, Math.floor(word.length / 2)) ? found : undefined;
};
