/** Inputs by chance: words that a parser knows, put together in ways that it does not expect. */
import fc from 'fast-check';
import type {Target} from './targets.ts';
import {brokenBytes, hostileTokens} from './tokens.ts';

/** Words of a target and bytes that break them, as bytes. */
export const wordsOf = ({tokens}: Target): readonly Uint8Array[] =>
	[...tokens, ...hostileTokens]
		.map((word): Uint8Array => Buffer.from(word))
		.concat(brokenBytes.map(bytes => Uint8Array.from(bytes)));

/** Bytes for a target. What fails shrinks to the fewest words. */
export const inputsFor = (target: Target): fc.Arbitrary<Uint8Array> => {
	const own = target.tokens.map((word): Uint8Array => Buffer.from(word));
	const piece = fc.oneof(
		{weight: 6, arbitrary: fc.constantFrom(...own)},
		{weight: 3, arbitrary: fc.constantFrom(...wordsOf(target))},
		{weight: 2, arbitrary: fc.uint8Array({minLength: 1, maxLength: 4})},
		{weight: 2, arbitrary: fc.integer({min: 0x20, max: 0x7e}).map(code => Uint8Array.of(code))},
	);
	return fc.array(piece, {maxLength: 10}).map(pieces => Buffer.concat(pieces));
};
