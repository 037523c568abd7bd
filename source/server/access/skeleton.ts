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

/** Stands for what I, l and 1 have in common among capitals, where L looks like none of them. No name can hold it. */
const stroke = '\ue000';

const likenessOf = (text: string): string => unhomoglyph(text.normalize('NFD'));

/**
 * What a name looks like: names that share one of these can be taken for each other. One is of the name as it is
 * written, where `AIice` looks like `Alice`; one of its small letters, in which m looks like rn; one of its capitals, in
 * which I looks like 1, and so does a small l among nothing but capitals. So the same name in another spelling may look
 * like somebody else's: each spelling is asked for.
 */
export const looksOf = (id: string): readonly string[] => {
	const key = nameKey(id);
	const written = likenessOf(id);
	const looks = [key, written, withStrokes(likenessOf(key.toUpperCase()))];
	if (!/(?!l)\p{Ll}/u.test(written)) looks.push(withStrokes(written));
	return [...new Set(looks.map(look => skeletonOf(nameKey(look))))];
};

const withStrokes = (capitals: string): string => capitals.replaceAll('l', stroke);
