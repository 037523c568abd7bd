import type {Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {serverId} from '../../protocol/names.ts';
import {roles} from '../../protocol/values.ts';
import {hashOfSecret} from '../access/secrets.ts';
import type {Bounds} from '../bounds.ts';
import type {Role} from '../roles.ts';
import {isNumber, isOneOf, isText, isTexts, maybe, parseAs} from './shape.ts';
import {Shelf} from './shelf.ts';

/** What opens a door. Of its secret only the hash is kept. */
export type Invitation = {
	/** what `uninvite` takes */
	readonly id: string;
	/** SHA-256 of the token, in hex */
	readonly hash: string;
	readonly by: string;
	/** `nameKey` of whoever made it; undefined for the server */
	readonly maker?: string | undefined;
	/** as it is written */
	readonly room?: string | undefined;
	readonly role?: Role | undefined;
	/** that are left; undefined for any number */
	readonly uses?: number | undefined;
	/** ms since 1970; undefined for ever */
	readonly until?: number | undefined;
	readonly ts: number;
	/** when somebody came by it last, ms since 1970 */
	readonly used?: number | undefined;
	/** accounts that came by it: it makes nobody again what they are no more */
	readonly usedBy?: readonly string[] | undefined;
};

const parse = parseAs<Invitation>({
	id: isText,
	hash: isText,
	by: isText,
	maker: maybe(isText),
	room: maybe(isText),
	role: maybe(isOneOf(...roles)),
	uses: maybe(isNumber),
	until: maybe(isNumber),
	ts: isNumber,
	used: maybe(isNumber),
	usedBy: maybe(isTexts),
});

/** What is wanted of an invitation. */
export type Wanted = Pick<Invitation, 'by' | 'maker' | 'room' | 'role' | 'uses' | 'until'>;

type InvitationsOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => Bounds;
	random: (bytes: number) => Uint8Array;
};

const tokenBytes = 16;
const idBytes = 6;

/** How long the server's own invitations live by which nobody comes: it makes one more at each start. */
const unusedMs = 7 * 24 * 60 * 60 * 1000;

/** Accounts that come by one invitation: then somebody has to make another. */
const mostUsers = 1000;

/** Of all invitations, so many may be made by people who are no operators. */
const membersShare = 3 / 4;

/** What lets people in: made by people, and by the server itself when it starts. */
export class Invitations {
	readonly #options: InvitationsOptions;
	readonly #shelf: Shelf<Invitation>;
	readonly #byHash = new Map<string, string>();
	/** makes the first owner; of this run only */
	#owning: Invitation | undefined;

	constructor(options: InvitationsOptions) {
		this.#options = options;
		this.#shelf = new Shelf({...options, kind: 'invite', parse});
		for (const {id, hash} of this.#shelf.values()) this.#byHash.set(hash, id);
	}

	/** The invitation that a token is of, if it still holds. */
	peek(token: string | undefined): Invitation | undefined {
		if (token === undefined) return undefined;
		const hash = hashOfSecret(token);
		const found = this.#owning?.hash === hash ? this.#owning : this.#shelf.get(this.#byHash.get(hash) ?? '');
		return found && this.#holds(found) ? found : undefined;
	}

	/**
	 * Somebody has come by it: it has one use less.
	 * @param account undefined for a guest
	 * @throws {ChatError} INVITE_BAD
	 */
	redeem(token: string, account?: string): Invitation {
		const found = this.peek(token);
		if (found === undefined) throw new ChatError('INVITE_BAD');
		if (found === this.#owning) {
			this.#owning = undefined;
			return found;
		}
		const uses = found.uses === undefined ? undefined : found.uses - 1;
		const usedBy = account === undefined ? found.usedBy : [...(found.usedBy ?? []), account];
		if (uses === 0 || (usedBy?.length ?? 0) >= mostUsers) this.#drop(found);
		else this.#keep({...found, uses, used: this.#options.clock.now(), usedBy});
		return found;
	}

	/**
	 * Makes one. @param isOperator of who makes it: some places are theirs alone
	 * @returns the token, which is nowhere else; `stored` resolves when the invitation is kept
	 * @throws {ChatError} SERVER_FULL_OF
	 */
	create(wanted: Wanted, isOperator = true): {invitation: Invitation; token: string; stored: Promise<void>} {
		this.inspect();
		const {bounds} = this.#options;
		const most = isOperator ? bounds().invites : bounds().invites * membersShare;
		if (this.#shelf.size >= most) throw new ChatError('SERVER_FULL_OF');
		if (this.list(wanted.maker).length >= bounds().invitesPerPerson && wanted.maker !== undefined)
			throw new ChatError('SERVER_FULL_OF', 'You have as many invitations as one person may. Take one back.');
		const {invitation, token} = this.#make(wanted);
		return {invitation, token, stored: this.#keep(invitation)};
	}

	/** For the line that the server prints when it starts. Those of earlier starts hold for as long as they are of use. */
	createForStart(room: string | undefined): string {
		const {clock, bounds} = this.#options;
		const own = [...this.#shelf.values()].filter(({maker}) => maker === undefined);
		const isStale = ({ts, used}: Invitation): boolean => used === undefined && ts < clock.now() - unusedMs;
		for (const one of own.filter(isStale)) this.#drop(one);
		const rest = own.filter(one => !isStale(one)).sort((a, b) => (a.used ?? a.ts) - (b.used ?? b.ts));
		for (const one of rest.slice(0, Math.max(0, rest.length + 1 - bounds().invitesPerPerson)))
			this.#drop(one);
		const {invitation, token} = this.#make({by: serverId, room});
		this.#keep(invitation).catch(() => {});
		return token;
	}

	/** Makes whoever comes by it first the owner. It holds for as long as this server runs, or until another is made. */
	createForOwner(): string {
		const {invitation, token} = this.#make({by: serverId, role: 'owner', uses: 1});
		this.#owning = invitation;
		return token;
	}

	/** There is an owner: nobody else becomes one by the server's own invitation. */
	closeOwning(): void {
		this.#owning = undefined;
	}

	/** @param maker whose; everybody's when left out */
	list(maker?: string): Invitation[] {
		return [...this.#shelf.values()].filter(
			one => this.#holds(one) && (maker === undefined || one.maker === maker),
		);
	}

	find(id: string): Invitation | undefined {
		const found = this.#shelf.get(id);
		return found && this.#holds(found) ? found : undefined;
	}

	/** Takes one back. @returns resolves when that is stored */
	revoke({id, hash}: Invitation): Promise<void> {
		this.#byHash.delete(hash);
		return this.#shelf.delete(id);
	}

	/** Takes back what somebody made who is not to let others in any more. */
	revokeOf(maker: string): void {
		for (const one of this.list(maker)) this.#drop(one);
	}

	/** To be called now and then: those that are over go. */
	inspect(): void {
		for (const one of [...this.#shelf.values()]) if (!this.#holds(one)) this.#drop(one);
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		this.#shelf.retry();
	}

	#make(wanted: Wanted): {invitation: Invitation; token: string} {
		const {random, clock} = this.#options;
		const token = Buffer.from(random(tokenBytes)).toString('base64url');
		const id = Buffer.from(random(idBytes)).toString('hex');
		return {token, invitation: {...wanted, id, hash: hashOfSecret(token), ts: clock.now()}};
	}

	#keep(invitation: Invitation): Promise<void> {
		this.#byHash.set(invitation.hash, invitation.id);
		return this.#shelf.set(invitation.id, invitation);
	}

	#drop(invitation: Invitation): void {
		this.revoke(invitation).catch(() => {});
	}

	#holds({until, uses}: Invitation): boolean {
		return (until === undefined || until > this.#options.clock.now()) && uses !== 0;
	}
}
