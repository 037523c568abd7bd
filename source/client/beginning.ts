/** What a client knows before it has met its server in this run. */
import {type Address, showAddress} from '../protocol/address.ts';
import type {ClientOptions} from './options.ts';
import {Profile} from './profile.ts';
import {initialState} from './reduce.ts';
import type {State} from './state.ts';

/** What earlier runs of an id left for this one. @param address of the server, unless that has another name */
export const openProfile = (
	{id, state: folder, server, plain, report}: ClientOptions,
	address: Address,
): Profile =>
	new Profile({
		// A simple server knows no nonces: what is sent again there is said again.
		folder: plain ? undefined : folder,
		server: server ?? showAddress(address),
		id,
		// Whoever is told may not be there yet.
		failed: sentence => queueMicrotask(() => report?.(sentence)),
	});

export const stateBefore = (
	{id, rooms, resume}: Pick<ClientOptions, 'id' | 'rooms' | 'resume'>,
	profile: Profile,
): State =>
	initialState({
		id,
		rooms,
		resume,
		shown: profile.shown,
		unsent: profile.unsent.map(({request}) => request.room),
		cursors: resume ? profile.cursors : [],
		journal: profile.journal,
		wishes: profile.wished.wishes,
		ignored: profile.wished.ignored,
	});
