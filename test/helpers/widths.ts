import type {IUnicodeVersionProvider} from '@xterm/headless';
import {eastAsianWidth} from 'get-east-asian-width';

// The emulator hands back one number per character: 24 bits of ours, 2 of width, 1 of joining.
const oddIndicator = 1;
const pictograph = 2;
const joiner = 4;

const pack = (state: number, width: number, join: boolean): number =>
	(state << 3) | (width << 1) | (join ? 1 : 0);

const widthOf = (packed: number): number => (packed >> 1) & 3;
const stateOf = (packed: number): number => packed >> 3;

/**
 * The widths of a present-day terminal (kitty, WezTerm, Ghostty): whole grapheme clusters, so that an emoji
 * with joiners takes two columns. The emulator's own tables are of Unicode 6, where emoji were narrow.
 */
export const graphemeWidths: IUnicodeVersionProvider = {
	version: 'graphemes',
	wcwidth: code => bareWidth(code) as 0 | 1 | 2,
	charProperties(code, preceding) {
		if (code >= 0x20 && code < 0x7f) return pack(0, 1, false);
		const text = String.fromCodePoint(code);
		const before = stateOf(preceding);
		const width = widthOf(preceding);
		if (width > 0) {
			if (code === 0x200d) return pack((before & pictograph) | joiner, width, true);
			if (code === 0xfe0f || code === 0x20e3)
				return pack(before, before & pictograph || code === 0x20e3 ? 2 : width, true);
			if (bareWidth(code) === 0 || /\p{Emoji_Modifier}/u.test(text)) return pack(before, width, true);
			if (before === (pictograph | joiner) && /\p{Extended_Pictographic}/u.test(text))
				return pack(pictograph, 2, true);
			if (before === oddIndicator && /\p{Regional_Indicator}/u.test(text)) return pack(0, 2, true);
		}
		if (/\p{Regional_Indicator}/u.test(text)) return pack(oddIndicator, 1, false);
		return pack(/\p{Extended_Pictographic}/u.test(text) ? pictograph : 0, bareWidth(code), false);
	},
};

const bareWidth = (code: number): number => {
	if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
	if (/[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}]/u.test(String.fromCodePoint(code))) return 0;
	return eastAsianWidth(code);
};
