/** Who may come in and speak: what is asked of a server about one's own name, invitations, and other people. */
import type {EventOf, RequestOf} from '../protocol/messages.ts';
import type {Mode, Role} from '../protocol/standing.ts';
import {Talk} from './talk.ts';

/** What an invitation leads to, how many may use it, how long (ms), and what they become. */
export type Inviting = Omit<RequestOf<'invite'>, 'type' | 'nonce' | 'id'>;

/** Where, for how long (ms; for ever when left out), and why. */
export type Measure = {
	readonly room?: string | undefined;
	readonly ms?: number | undefined;
	readonly reason?: string | undefined;
};

/** A method for each request. All reject with a `ChatError`: NO_ACCOUNT, OPERATORS_ONLY, NOT_ALLOWED, LOST … */
export abstract class Managing extends Talk {
	/**
	 * Sets the password of one's account.
	 * @param old the present one, where one came in by it
	 * @throws {ChatError} by rejecting: PASSWORD_WEAK, PASSWORD_OLD, NO_ACCOUNT, NOT_SECURE …
	 */
	register(password: string, old?: string): Promise<void> {
		return this.ask({type: 'register', password, ...(old === undefined ? {} : {old})}, nothing);
	}

	/** What may come in as oneself. */
	devices(): Promise<EventOf<'devices'>> {
		return this.ask({type: 'devices'}, answer => answer as EventOf<'devices'>);
	}

	/** Takes one of them away, and ends its connection. */
	revoke(device: string): Promise<void> {
		return this.ask({type: 'revoke', device}, nothing);
	}

	/** Makes an access token for a program. It is told this once. @param ms how long it works */
	makeToken(label: string, ms?: number): Promise<EventOf<'token'>> {
		return this.ask(
			{type: 'token', label, ...(ms === undefined ? {} : {ms})},
			answer => answer as EventOf<'token'>,
		);
	}

	/** Makes an invitation. It is told this once. */
	invite(inviting: Inviting = {}): Promise<EventOf<'invite'>> {
		return this.ask({type: 'invite', ...inviting}, answer => answer as EventOf<'invite'>);
	}

	/** Lets one person into a room that one has to be invited to. */
	letIn(room: string, id: string): Promise<void> {
		return this.ask({type: 'invite', room, id}, nothing);
	}

	/** One's own invitations; for operators, all. */
	invites(): Promise<EventOf<'invites'>> {
		return this.ask({type: 'invites'}, answer => answer as EventOf<'invites'>);
	}

	uninvite(invite: string): Promise<void> {
		return this.ask({type: 'uninvite', invite}, nothing);
	}

	/** For operators: keeps somebody out. @param subject an id, an address, a range of them, or a key’s fingerprint */
	ban(subject: string, measure: Measure = {}): Promise<void> {
		return this.ask({type: 'ban', subject, ...given(measure)}, nothing);
	}

	unban(subject: string, room?: string): Promise<void> {
		return this.ask({type: 'unban', subject, ...(room === undefined ? {} : {room})}, nothing);
	}

	/** For operators: lets somebody read and not speak. */
	mute(subject: string, measure: Measure = {}): Promise<void> {
		return this.ask({type: 'mute', subject, ...given(measure)}, nothing);
	}

	unmute(subject: string, room?: string): Promise<void> {
		return this.ask({type: 'unmute', subject, ...(room === undefined ? {} : {room})}, nothing);
	}

	/** For operators: who is banned or muted. */
	bans(room?: string): Promise<EventOf<'bans'>> {
		return this.ask(
			{type: 'bans', ...(room === undefined ? {} : {room})},
			answer => answer as EventOf<'bans'>,
		);
	}

	/** Makes somebody something else, on the server or in one room. */
	setRole(id: string, role: Role, room?: string): Promise<void> {
		return this.ask({type: 'role', id, role, ...(room === undefined ? {} : {room})}, nothing);
	}

	/** Sets who may enter a room and speak there. */
	lock(room: string, mode: Mode): Promise<void> {
		return this.ask({type: 'lock', room, mode}, nothing);
	}

	/** For operators: what operators did, newest first. @param more from an earlier answer: goes on behind it */
	audit(more?: string): Promise<EventOf<'audit'>> {
		return this.ask(
			{type: 'audit', ...(more === undefined ? {} : {more})},
			answer => answer as EventOf<'audit'>,
		);
	}
}

const nothing = (): void => {};

/** Without what is left out: requests hold no undefined. */
const given = ({room, ms, reason}: Measure): {room?: string; ms?: number; reason?: string} => ({
	...(room === undefined ? {} : {room}),
	...(ms === undefined ? {} : {ms}),
	...(reason === undefined ? {} : {reason}),
});
