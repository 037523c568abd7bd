import type {AddressInfo, Server} from 'node:net';
import {networkInterfaces} from 'node:os';
import type {Duplex} from 'node:stream';
import {type Address, defaultAddress} from '../../protocol/address.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {showInvitation} from '../../protocol/invitation.ts';
import type {About} from '../about.ts';
import type {Bounds} from '../bounds.ts';
import {listen} from '../listen.ts';
import type {LogReport} from '../log.ts';
import {rangesOf} from './addresses.ts';
import type {Served} from './arrival.ts';
import {Credentials} from './credentials.ts';
import {Front, type FrontSettings, type Gatekeeper} from './front.ts';
import {makeServerKey, type TlsIdentity} from './keys.ts';
import {type PublicAddress, reachableAt} from './reach.ts';

export type PortOptions = {
	/** 127.0.0.1 when left out */
	host?: string | undefined;
	/** 8082 when left out, 0 for a free one */
	port?: number | undefined;
	/** the server's key and certificate: new ones when left out, false to serve nobody TLS */
	tls?: TlsIdentity | false | undefined;
	/** Is plaintext taken from other machines too? This machine's own always is. */
	allowPlaintext?: boolean | undefined;
	/** addresses and ranges (CIDR) from where any number of connections may come; this machine itself when left out */
	exempt?: readonly string[] | undefined;
	/** where people find the server, for invitations; where it listens when left out */
	public?: PublicAddress | undefined;
};

type Surroundings = {
	clock: Clock;
	bounds: () => Bounds;
	gatekeeper: () => Gatekeeper | undefined;
	report: (event: LogReport) => void;
	/** Serves a peer; undefined for one that was not taken. */
	onPeer: (duplex: Duplex, about: About) => Served | undefined;
};

/** What an operator may set anew; what is left out stays. */
export type PortSettings = Pick<PortOptions, 'allowPlaintext' | 'exempt' | 'public'>;

/** This machine itself, by its own names for itself. */
export const ownRanges: readonly string[] = ['127.0.0.0/8', '::1'];

/** The listening port of a server, with what stands in front of it. */
export class Port {
	readonly #address: Address;
	readonly #around: Surroundings;
	readonly #credentials: Credentials | undefined;
	readonly #front: Front;
	#settings: FrontSettings;
	#public: PublicAddress | undefined;
	#tcp: Server | undefined;
	#listening: Address | undefined;
	#closed = false;

	/** @throws {ChatError} SETTING_BAD */
	constructor(options: PortOptions, around: Surroundings) {
		const {host = defaultAddress.host, port = defaultAddress.port, tls, exempt = ownRanges} = options;
		const {clock, report} = around;
		this.#address = {host, port};
		this.#around = around;
		this.#public = options.public;
		this.#settings = {allowPlaintext: options.allowPlaintext ?? false, exempt: rangesOf(exempt)};
		const identity = tls === false ? undefined : (tls ?? makeServerKey(clock.now()));
		this.#front = new Front({...around, identity, settings: () => this.#settings});
		this.#credentials =
			identity &&
			new Credentials({identity, clock, report, onRenewed: renewed => this.#front.renew(renewed)});
	}

	/** Of the server's key; undefined where it does not encrypt. */
	get fingerprint(): string | undefined {
		return this.#credentials?.fingerprint;
	}

	/** Connections that have not said who they are. */
	get newcomers(): number {
		return this.#front.newcomers.size;
	}

	/** @throws {ChatError} by rejecting: ADDRESS_USED, ADDRESS_DENIED, ADDRESS_BAD, or CLOSING after `close` */
	async open(): Promise<AddressInfo> {
		const {report} = this.#around;
		const [tcp, address] = await listen({
			...this.#address,
			onSocket: socket => this.#front.accept(socket),
			onError: error => report({event: 'failed', from: 'the listening socket', error: error.message}),
		});
		if (this.#closed) {
			tcp.close();
			throw new ChatError('CLOSING');
		}
		this.#tcp = tcp;
		this.#listening = {host: address.address, port: address.port};
		return address;
	}

	/** An invitation to here. */
	linkTo(where: {room?: string | undefined; token?: string | undefined}): string {
		const address = reachableAt(this.#listening ?? this.#address, this.#public, networkInterfaces());
		return showInvitation({...address, ...where, fingerprint: this.fingerprint});
	}

	/** @throws {ChatError} SETTING_BAD, and nothing has changed */
	configure({allowPlaintext, exempt, ...rest}: PortSettings): void {
		this.#settings = {
			allowPlaintext: allowPlaintext ?? this.#settings.allowPlaintext,
			exempt: exempt ? rangesOf(exempt) : this.#settings.exempt,
		};
		if ('public' in rest) this.#public = rest.public;
	}

	/** As `Credentials.reload`; nothing where the server does not encrypt. */
	async reloadTls(identity?: TlsIdentity): Promise<void> {
		await this.#credentials?.reload(identity);
	}

	/** Forgets what need not be remembered any more. Call it now and then. */
	sweep(): void {
		this.#front.sweep();
	}

	/** Takes nobody in any more, and ends those who have not said who they are. */
	close(): void {
		this.#closed = true;
		this.#tcp?.close();
		this.#front.close();
		this.#credentials?.close();
	}
}
