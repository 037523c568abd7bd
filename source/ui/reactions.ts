/** The signs under a message in words: how many put each, and who. */
import {type Reactions, reactionsOf} from '../client/select.ts';
import type {MessageLine} from '../client/state.ts';
import {sameName} from '../protocol/names.ts';
import {count, label, listNames} from './labels.ts';

const isOwn = ({ids}: Reactions, me: string): boolean => ids.some(id => sameName(id, me));

/** Does a sign of one's own stand under a message? */
export const hasOwn = (line: MessageLine, emoji: string, me: string): boolean =>
	reactionsOf(line).some(sign => sign.emoji === emoji && isOwn(sign, me));

/** `👍 2`, `[✓ 1]`: one's own are in brackets. */
export const signCounts = (line: MessageLine, me: string): readonly string[] =>
	reactionsOf(line).map(sign => {
		const text = `${label(sign.emoji)} ${count(sign.ids.length)}`;
		return isOwn(sign, me) ? `[${text}]` : text;
	});

/** `👍 Alice and Bob · 🎉 Dana` */
export const signsNames = (line: MessageLine): string =>
	reactionsOf(line)
		.map(({emoji, ids}) => `${label(emoji)} ${listNames(ids)}`)
		.join(' · ');
