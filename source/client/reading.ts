import type {Event} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import {isEntry} from './lines.ts';
import type {Profile} from './profile.ts';
import {conversationOf} from './rooms.ts';
import type {State} from './state.ts';

export type ReadingOptions = {
	state: () => State;
	/** where cursors are kept */
	profile: () => Profile;
};

/**
 * How far whoever reads the events of a client has taken them, so that the next run goes on there. A room has a
 * cursor as soon as its history is known, so that nothing is lost between runs of which the first took nothing.
 */
export class Reading {
	readonly #options: ReadingOptions;
	#hasBegun = false;

	constructor(options: ReadingOptions) {
		this.#options = options;
	}

	/** Somebody begins to read. @param afresh nothing was told to anybody yet: they will hear all that is held */
	begin(afresh: boolean): void {
		const {state, profile} = this.#options;
		this.#hasBegun = true;
		for (const {live, target, oldest, seq} of state().rooms.values())
			if (live) profile().begin(target, afresh ? oldest - 1 : seq);
	}

	/** A room is live, and the state has it. */
	enter(target: string): void {
		const {state, profile} = this.#options;
		const room = this.#hasBegun ? state().rooms.get(nameKey(target)) : undefined;
		if (room) profile().begin(room.target, room.oldest - 1);
	}

	/** The reader is done with an event. @param journal which its seq is a place in */
	taken(event: Event, journal: string | undefined): void {
		const {state, profile} = this.#options;
		if (isEntry(event)) profile().read(conversationOf(state().me, event), event.seq, journal);
		else if (event.type === 'live') profile().read(event.room, event.seq, journal);
	}
}
