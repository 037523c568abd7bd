import type {Event} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import {isEntry} from './lines.ts';
import {conversationOf} from './rooms.ts';
import type {State} from './state.ts';

/** Events of a chunk without the entries that are held already, so that listeners hear each one once. */
export const withoutHeld = (state: State, events: readonly Event[]): readonly Event[] => {
	const held = new Map<string, number>();
	let rooms: State['rooms'] | undefined = state.rooms;
	return events.filter(event => {
		if (event.type === 'welcome' && event.journal !== state.journal) {
			held.clear();
			rooms = undefined;
		}
		if (!isEntry(event)) return true;
		const key = nameKey(conversationOf(state.me, event));
		if (event.seq <= (held.get(key) ?? rooms?.get(key)?.seq ?? 0)) return false;
		held.set(key, event.seq);
		return true;
	});
};
