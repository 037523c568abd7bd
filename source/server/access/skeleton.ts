import unhomoglyph from 'unhomoglyph';
import {nameKey} from '../../protocol/names.ts';

/** Rounds in which a skeleton settles; two are enough for all that the table holds. */
const roundsAtMost = 8;

/**
 * The skeleton of UTS 39, section 4: every character as the one that it can be taken for, such as l for 1. The
 * table of `unhomoglyph` is the one of Unicode 13; what was added since is in scripts that few names are written in.
 */
const skeletonOf = (key: string): string => {
	let skeleton = key;
	for (let round = 0; round < roundsAtMost; round++) {
		const next = nameKey(unhomoglyph(skeleton.normalize('NFD')).normalize('NFD'));
		if (next === skeleton) break;
		skeleton = next;
	}
	return skeleton;
};

/**
 * What a name looks like: names that share one of these can be taken for each other. One is of the name in small
 * letters, in which m looks like rn; the other of the name in capitals, in which I looks like l and 1. Names are
 * equal in both, so whoever may be called `Mario` may write it `MarIo`, which looks like `Marlo`.
 */
export const looksOf = (id: string): readonly string[] => {
	const key = nameKey(id);
	const small = skeletonOf(key);
	const capital = skeletonOf(nameKey(unhomoglyph(key.toUpperCase().normalize('NFD'))));
	return small === capital ? [small] : [small, capital];
};
