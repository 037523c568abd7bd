/** What a hello says of who one is, and of why one may come in. */
import {ChatError} from '../protocol/errors.ts';
import type {EventOf, RequestOf} from '../protocol/messages.ts';
import type {Identity} from './identity.ts';

/** What somebody says once, to come in. None of it is ever kept on disk. */
export type Secrets = {
	/** of the account that owns the name */
	password?: string | undefined;
	/** the join password of a closed server */
	entry?: string | undefined;
	/** the token of an invitation */
	invite?: string | undefined;
	/** ends one's own connection from another device */
	takeover?: boolean | undefined;
};

export type CredentialsOptions = {
	/** read at the first hello that can be signed; undefined for a guest */
	identity: (() => Identity) | undefined;
	/** a personal access token, as programs have one: it says whose name it is without a key */
	access: string | undefined;
	/** said from the first hello on */
	secrets: Secrets;
};

/** Where a hello goes. */
export type Channel = {
	/** what names the channel; undefined where nothing does, and no key can be proved */
	binding: Uint8Array | undefined;
	/** nobody else can read what is said on it */
	isPrivate: boolean;
};

type Hello = RequestOf<'hello'>;

export class Credentials {
	readonly #options: CredentialsOptions;
	#identity: Identity | undefined;
	#secrets: Secrets = {};
	/** a password that was right, for the takeover that somebody may want then */
	#right: string | undefined;
	/** Does somebody wait for what the server says to the next hello? */
	isTried = false;

	constructor(options: CredentialsOptions) {
		this.#options = options;
		this.bring(options.secrets);
	}

	/** Says it in the next hello, and in those after it until one is answered. */
	bring(secrets: Secrets): void {
		const given = Object.entries(secrets).filter(([, secret]) => secret !== undefined);
		if (given.length > 0) this.isTried = true;
		const right = secrets.takeover && this.#right !== undefined ? {password: this.#right} : {};
		this.#right = undefined;
		this.#secrets = {...this.#secrets, ...right, ...Object.fromEntries(given)};
	}

	/** Adds to a hello who one is. @throws {ChatError} NOT_SECURE, KEYS_BAD */
	sign(hello: Hello, {binding, isPrivate}: Channel): Hello {
		const {password, entry, invite, takeover} = this.#secrets;
		const {access, identity} = this.#options;
		const secrets = {
			...(password === undefined ? {} : {password}),
			...(entry === undefined ? {} : {entry}),
			...(invite === undefined ? {} : {invite}),
			...(access === undefined ? {} : {access}),
		};
		if (!isPrivate && Object.keys(secrets).length > 0) throw notSecure();
		return {
			...hello,
			...secrets,
			...(takeover ? {takeover: true as const} : {}),
			...(binding === undefined || !identity || access !== undefined
				? {}
				: this.#proofOf(identity, binding, hello.id)),
		};
	}

	/** The server let us in. What opened the door once is not needed again, but by those whom it does not know. */
	welcomed({role}: EventOf<'welcome'>): void {
		const {entry, invite} = this.#secrets;
		this.#right = undefined;
		this.isTried = false;
		this.#secrets = {entry, invite: role === 'guest' ? invite : undefined};
	}

	/** The server said no. Under another name one may still come by the same door, unless that was what it did not like. */
	refused({code, details}: ChatError): void {
		const {password, entry, invite} = this.#secrets;
		this.#right = details.here ? password : undefined;
		this.isTried = false;
		this.#secrets = {
			entry: code === 'ENTRY_WRONG' ? undefined : entry,
			invite: code === 'INVITE_BAD' ? undefined : invite,
		};
	}

	#proofOf(identity: () => Identity, binding: Uint8Array, id: string): Pick<Hello, 'key' | 'proof'> {
		this.#identity ??= identity();
		return {key: this.#identity.key, proof: this.#identity.prove({binding, id})};
	}
}

export const notSecure = (): ChatError =>
	new ChatError('NOT_SECURE', 'That is not sent where others can read it. Connect without --plaintext.');
