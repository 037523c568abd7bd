import {reduce, reduceAll} from './reduce.ts';
import type {Change, State} from './state.ts';

/** @param local this side did it (a key, a sent line), so that somebody is waiting to see it at once */
export type Listener = (local: boolean) => void;

/** Holds the state. Everything is synchronous: after a dispatch the state is the new one and all were told. */
export type Store = {
	get(): State;
	dispatch(change: Change | readonly Change[]): void;
	/** @returns what ends it. Fits React's `useSyncExternalStore`. */
	subscribe(listener: Listener): () => void;
};

export const createStore = (initial: State): Store => {
	let state = initial;
	const listeners = new Set<Listener>();
	return {
		get: () => state,
		dispatch(change) {
			const changes = 'length' in change ? change : [change];
			const before = state;
			state = changes.length === 1 ? reduce(state, changes[0]!) : reduceAll(state, changes);
			if (state === before) return;
			const local = changes.some(({type}) => type !== 'event');
			for (const listener of [...listeners]) listener(local);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
