import type {EventOf, RequestOf} from '../protocol/messages.ts';
import type {Mode, Role} from '../protocol/standing.ts';
import {Talk} from './talk.ts';

/** What an invitation leads to, how many may use it, how long (ms), and what they become. */
export type Inviting = Partial<Pick<RequestOf<'invite'>, 'room' | 'id' | 'uses' | 'ms' | 'role'>>;

/** Where somebody is kept out or kept quiet, for how long in ms, and what they are told. */
export type Measure = {
	readonly room?: string | undefined;
	readonly ms?: number | undefined;
	readonly reason?: string | undefined;
};

/** What is left out of a request is not there at all. */
const given = <Fields extends object>(fields: Fields): Fields =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

/**
 * What one's own account, invitations and operators can do, a method for each. All reject with a `ChatError`: NO_ACCOUNT,
 * OPERATORS_ONLY, NOT_ALLOWED, NOT_SECURE …
 */
export abstract class Managing extends Talk {
	/**
	 * Sets the password by which other devices come in.
	 * @param old the present one, for who came in by it
	 * @throws {ChatError} by rejecting: PASSWORD_WEAK, PASSWORD_OLD …
	 */
	register(password: string, old?: string): Promise<void> {
		return this.ask({type: 'register', ...given({password, old})}, nothing);
	}

	/** What may come in as oneself. */
	devices(): Promise<EventOf<'devices'>> {
		return this.ask({type: 'devices'}, answer => answer as EventOf<'devices'>);
	}

	/** Takes one of them away, and ends its connection. @param device as `devices` names it */
	revoke(device: string): Promise<void> {
		return this.ask({type: 'revoke', device}, nothing);
	}

	/** An access token for a program, which is told this once. @param ms how long it works; for ever when left out */
	makeToken(label: string, ms?: number): Promise<EventOf<'token'>> {
		return this.ask({type: 'token', ...given({label, ms})}, answer => answer as EventOf<'token'>);
	}

	/** An invitation, which is told this once; undefined where somebody was let into a room by their `id`. */
	invite(inviting: Inviting = {}): Promise<EventOf<'invite'> | undefined> {
		return this.ask({type: 'invite', ...given(inviting)}, answer =>
			answer.type === 'invite' ? answer : undefined,
		);
	}

	/** One's own invitations; for operators, all. */
	invites(): Promise<EventOf<'invites'>['list']> {
		return this.ask({type: 'invites'}, answer => (answer as EventOf<'invites'>).list);
	}

	/** @param invite as `invites` names it */
	uninvite(invite: string): Promise<void> {
		return this.ask({type: 'uninvite', invite}, nothing);
	}

	/** Keeps somebody out. @param subject an id, an address, a range of them, or a key's fingerprint */
	ban(subject: string, measure: Measure = {}): Promise<void> {
		return this.ask({type: 'ban', subject, ...given(measure)}, nothing);
	}

	unban(subject: string, room?: string): Promise<void> {
		return this.ask({type: 'unban', subject, ...given({room})}, nothing);
	}

	/** Lets somebody read and not speak. */
	mute(subject: string, measure: Measure = {}): Promise<void> {
		return this.ask({type: 'mute', subject, ...given(measure)}, nothing);
	}

	unmute(subject: string, room?: string): Promise<void> {
		return this.ask({type: 'unmute', subject, ...given({room})}, nothing);
	}

	/** Who is banned or muted. */
	bans(room?: string): Promise<EventOf<'bans'>['list']> {
		return this.ask({type: 'bans', ...given({room})}, answer => (answer as EventOf<'bans'>).list);
	}

	/** Makes somebody something else, on the server or in one room. */
	setRole(id: string, role: Role, room?: string): Promise<void> {
		return this.ask({type: 'role', id, role, ...given({room})}, nothing);
	}

	/** Sets who may enter a room and speak there. */
	lock(room: string, mode: Mode): Promise<void> {
		return this.ask({type: 'lock', room, mode}, nothing);
	}

	/** What operators did, newest first. @param more from an earlier answer: goes on behind it */
	audit(more?: string): Promise<Pick<EventOf<'audit'>, 'list' | 'more'>> {
		return this.ask({type: 'audit', ...given({more})}, answer => answer as EventOf<'audit'>);
	}
}

const nothing = (): void => {};
