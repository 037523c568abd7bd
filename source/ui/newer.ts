/** How much there is to read below what is on the screen. */
import type {Line, Room} from '../client/state.ts';

const messagesIn = new WeakMap<readonly Line[], number>();

const countMessages = (lines: readonly Line[]): number => {
	let found = 0;
	for (const line of lines) if (line.type === 'message' && !line.ignored) found++;
	return found;
};

/** Messages from a number on, pending ones too. A chunk never changes, so each is counted once. */
export const messagesFrom = ({log, pending}: Room, first: number): number => {
	let found = Math.min(pending.length, log.end + pending.length - first);
	let end = log.end;
	for (let index = log.chunks.length - 1; index >= 0 && end > first; index--) {
		const chunk = log.chunks[index]!;
		const start = end - chunk.length;
		if (start < first) return found + countMessages(chunk.slice(first - start));
		const held = messagesIn.get(chunk) ?? countMessages(chunk);
		messagesIn.set(chunk, held);
		found += held;
		end = start;
	}
	return found;
};
