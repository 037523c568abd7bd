import type {Event} from '../protocol/messages.ts';
import type {Answered} from './call.ts';
import type {Member} from './member.ts';
import {piecesOf} from './pages.ts';

/** Tells all pieces but the last, each once the one before is on its way; the last one is the answer. */
export const inPieces = async (
	member: Member,
	events: readonly Event[],
	wrap: (list: Event[], isLast: boolean) => Event,
): Promise<Answered> => {
	const pieces = piecesOf(events);
	for (const piece of pieces.slice(0, -1)) {
		await member.drained();
		member.tell(wrap(piece, false));
	}
	await member.drained();
	return [wrap(pieces.at(-1) ?? [], true)];
};
