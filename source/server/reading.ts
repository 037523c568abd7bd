/** Who may read what. An entry tells it itself, whatever its room is today: `to` names whom it is for. */
import type {Entry} from '../journal/journal.ts';
import {sameName} from '../protocol/names.ts';
import {isDirectKey} from './directs.ts';
import type {Member} from './member.ts';

/**
 * An entry as somebody in its conversation may read it, undefined when not at all. A name is whoever holds it
 * now, so what was for somebody of that name counts only from when it is certain to be the same person; and so
 * does what is about something older, which would give it away.
 */
export const readable = (reader: Member, entry: Entry): Entry | undefined => {
	const {conversation, to, ts} = entry;
	if (!isDirectKey(conversation)) {
		if (to === undefined || reader.operator) return entry;
		if (!sameName(to, reader.id)) return undefined;
	}
	return ts < reader.knownSince ? undefined : lessOlder(reader, entry);
};

const lessOlder = ({id, knownSince}: Member, entry: Entry): Entry | undefined => {
	const {kind, author, ref, refTs = 0} = entry;
	if (ref === undefined || refTs >= knownSince) return entry;
	if (kind === 'say' || kind === 'me') return {...entry, quote: undefined};
	// What one did oneself is no news.
	return sameName(author, id) ? entry : undefined;
};

/** As `readable`, of several. */
export const readableOf = (reader: Member, entries: readonly Entry[]): readonly Entry[] =>
	entries.flatMap(entry => readable(reader, entry) ?? []);
