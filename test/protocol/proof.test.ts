import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isFingerprint, proofText, showFingerprint} from '../../source/protocol/proof.ts';

const bindings = fc.uint8Array({minLength: 32, maxLength: 32});

test('what is signed tells channels and ids apart', () => {
	const channels = fc.record({binding: bindings, id: fc.string()});
	fc.assert(
		fc.property(channels, channels, (one, other) => {
			const isSame = one.id === other.id && Buffer.from(one.binding).equals(other.binding);
			expect(proofText(one) === proofText(other)).toBe(isSame);
		}),
	);
	expect(proofText({binding: new Uint8Array(3), id: 'Alice'})).toBe('tui-chat proof 1\nAAAA\nAlice');
});

test('a fingerprint is told from what is none', () => {
	fc.assert(
		fc.property(bindings, hash => {
			const shown = showFingerprint(hash);
			expect(isFingerprint(shown)).toBe(true);
			for (const other of [
				shown.slice(1),
				shown.slice(0, -1),
				`${shown}A`,
				`${shown}\n`,
				shown.toLowerCase(),
			])
				expect(isFingerprint(other)).toBe(false);
		}),
	);
});
