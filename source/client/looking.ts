import type {History, Where} from './history.ts';
import {Managing} from './managing.ts';
import type {HistoryPage} from './state.ts';
import type {Store} from './store.ts';

/** Looking at what was said before: loading it, going there and back, and counting it as unread again. */
export abstract class Looking extends Managing {
	abstract readonly store: Store;
	protected abstract readonly past: History;

	/**
	 * A page of what was said, as the server keeps it now; the state does not change.
	 * @throws {ChatError} by rejecting: NOT_IN_ROOM, NO_SUCH_ID, HISTORY_LOST, LOST …
	 */
	history(room: string, where: Where): Promise<HistoryPage> {
		return this.past.page(room, where);
	}

	/**
	 * Loads the page in front of what the state holds of a room, or of the part of it that is visited. A failure is
	 * told in the room.
	 * @returns false when nothing was loaded: there is no more, or it failed
	 */
	older(room: string): Promise<boolean> {
		return this.past.older(room);
	}

	/** As `older`, behind the part that is visited; false also when there is none, or it is at the newest. */
	newer(room: string): Promise<boolean> {
		return this.past.newer(room);
	}

	/**
	 * Goes to a message: loads the part around it into the room's `visit`, or ends the visit if the room itself
	 * holds that message. False when that failed. A later visit makes an earlier one void.
	 */
	visit(room: string, seq: number): Promise<boolean> {
		return this.past.visit(room, seq);
	}

	/** Goes back to the room as it goes on. */
	endVisit(room: string): void {
		this.past.endVisit(room);
	}

	/** Makes a message, and all that follow it, unread, until the room is entered anew. */
	unreadFrom(room: string, seq: number): void {
		this.store.dispatch({type: 'unreadFrom', target: room, seq});
	}
}
