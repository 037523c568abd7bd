import {randomBytes} from 'node:crypto';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Journal} from '../journal/journal.ts';
import {MemoryJournal} from '../journal/memory.ts';
import {type Clock, systemClock, type Timer} from '../protocol/clock.ts';
import {limits} from '../protocol/limits.ts';
import type {About} from './about.ts';
import {makeAccess} from './access/access.ts';
import {type Bounds, usualBounds} from './bounds.ts';
import {deskRoom} from './desk.ts';
import {Door} from './door.ts';
import type {TlsIdentity} from './front/keys.ts';
import {ownRanges, Port} from './front/port.ts';
import type {Host} from './host.ts';
import {Hub} from './hub.ts';
import type {LogReport} from './log.ts';
import {Meter} from './meter.ts';
import {Entry} from './moderation/entry.ts';
import {type StartLinks, startLinks} from './moderation/starting.ts';
import type {ChatServer, Reconfiguration, ServerOptions} from './options.ts';
import {usualRate} from './rate.ts';
import {openedIn, Reporting} from './reporting.ts';
import {Round} from './round.ts';
import {Session} from './session.ts';
import {type Stats, statsOf} from './stats.ts';
import {newestIn, steadyClock} from './steady-clock.ts';
import {Turn} from './turn.ts';

export type {ChatServer, Reconfiguration, ServerOptions} from './options.ts';

/** @throws {ChatError} ROOM_BAD for the desk's name, SETTING_BAD for a range of addresses */
export const createServer = (options: ServerOptions = {}): ChatServer => new TcpChatServer(options);

/** How often deadlines are looked at. They are absolute, so this is only how late a cut may be. */
const sweepMs = 1000;

const tokenBytes = 16;

/** What the parts of a server are made with. */
type HostParts = Pick<Host, 'clock' | 'random' | 'report'> & {journal: Journal};

class TcpChatServer implements ChatServer {
	readonly #options: ServerOptions;
	readonly #clock: Clock;
	readonly #journal: Journal;
	readonly #host: Host;
	readonly #hub: Hub;
	readonly #door: Door;
	readonly #turn: Turn;
	readonly #sweep: Timer;
	readonly #meter = new Meter();
	readonly #sessions = new Set<Session>();
	/** their peers have sent their last */
	readonly #ending = new Set<Session>();
	readonly #round: Round;
	readonly #port: Port;
	readonly #reporting: Reporting;
	#closed: Promise<void> | undefined;
	#emptied: () => void = () => {};

	constructor(options: ServerOptions) {
		const {
			clock = systemClock,
			journal = new MemoryJournal(),
			maxClients = Infinity,
			random = randomBytes,
		} = options;
		this.#options = options;
		this.#clock = clock;
		const steady = steadyClock(clock, newestIn(journal));
		this.#journal = journal;
		this.#reporting = new Reporting({clock, meter: this.#meter, hub: () => this.#hub, log: options.log});
		const report = (row: LogReport): void => this.#reporting.report(row);
		this.#round = new Round(clock);
		this.#turn = new Turn(() => this.#flush());
		this.#hub = new Hub({
			journal,
			clock: steady,
			desk: deskRoom(options.desk),
			bounds: () => this.#host.bounds,
			random,
			report,
			onDirty: () => this.#turn.request(),
			isBehind: () => this.#round.isBehind,
			meter: this.#meter,
		});
		this.#hub.delivery.ledger.onRelief = () => {
			for (const session of this.#sessions) session.resume();
		};
		this.#door = new Door({hub: this.#hub, maxClients, bounds: () => this.#host.bounds});
		this.#host = this.#makeHost({clock: steady, journal, random, report});
		this.#port = new Port(options, {
			clock,
			bounds: () => this.#host.bounds,
			gatekeeper: () => this.#host.sanctions,
			report,
			onPeer: (duplex, about) => this.#serve(duplex, about),
		});
		this.#sweep = clock.setInterval(() => {
			for (const session of this.#sessions) session.inspect();
			this.#hub.inspect();
			this.#port.sweep();
		}, sweepMs);
	}

	get fingerprint(): string | undefined {
		return this.#port.fingerprint;
	}

	get hasOwner(): boolean {
		return this.#host.accounts.hasOwner();
	}

	async listen(): Promise<AddressInfo> {
		const address = await this.#port.open();
		const {fingerprint} = this;
		const {folder} = this.#options;
		this.#reporting.report({event: 'listening', host: address.address, port: address.port, fingerprint});
		if (folder !== undefined) this.#reporting.report(openedIn(folder, this.#journal));
		return address;
	}

	handle(duplex: Duplex, about: About = {}): void {
		this.#serve(duplex, about);
	}

	links(): StartLinks {
		return startLinks(this.#host);
	}

	reconfigure({maxClients = Infinity, motd, bounds, closed = false, entry, ...port}: Reconfiguration): void {
		const {exempt = ownRanges, allowPlaintext = false} = port;
		this.#port.configure({exempt, allowPlaintext, public: port.public});
		this.#host.bounds = {...usualBounds, ...bounds};
		this.#host.motd = motd;
		this.#host.entry.configure({closed, password: entry});
		this.#door.configure({maxClients});
	}

	stats(): Stats {
		const {clients, present, rooms, delivery} = this.#hub;
		return statsOf(this.#sessions, this.#meter, {
			isClosing: this.#closed !== undefined,
			isStoring: !delivery.ledger.isFailing,
			queued: delivery.ledger.drafts,
			clients,
			operators: present.size - clients,
			waiting: this.#door.waiting,
			newcomers: this.#port.newcomers,
			rooms: rooms.size,
			accounts: this.#host.accounts.size,
		});
	}

	reloadTls(identity?: TlsIdentity): Promise<void> {
		return this.#port.reloadTls(identity);
	}

	/** What its sessions know of it. The hub and the door are there already. */
	#makeHost({clock, journal, random, report}: HostParts): Host {
		const {closed = false, entry, motd, rate} = this.#options;
		const [hub, door, meter] = [this.#hub, this.#door, this.#meter];
		const {sanctions, invitations} = hub.moderation;
		const bounds = (): Bounds => this.#host.bounds;
		return {
			...makeAccess({journal, hub, door, clock, bounds, random}),
			clock,
			hub,
			door,
			meter,
			bounds: {...usualBounds, ...this.#options.bounds},
			sanctions,
			invitations,
			entry: new Entry(invitations, {closed, password: entry}),
			makeLink: where => this.#port.linkTo(where),
			rate: rate === false ? undefined : (rate ?? usualRate(bounds)),
			motd,
			journalId: journal.id,
			random,
			makeToken: () => Buffer.from(random(tokenBytes)).toString('hex'),
			report,
			onDirty: outbox => {
				this.#round.add(outbox);
				this.#turn.request();
			},
			onEnding: session => {
				this.#ending.add(session);
				this.#turn.request();
			},
			onClosed: session => {
				this.#sessions.delete(session);
				this.#meter.add(session.bytes);
				this.#ending.delete(session);
				if (this.#sessions.size === 0) this.#emptied();
			},
		};
	}

	#serve(duplex: Duplex, about: About): Session | undefined {
		if (this.#closed) duplex.destroy();
		if (duplex.destroyed) return undefined;
		if (about.operator) this.#reporting.watch();
		const session = new Session(duplex, about, this.#host);
		this.#sessions.add(session);
		return session;
	}

	close(): Promise<void> {
		this.#closed ??= this.#close();
		return this.#closed;
	}

	async #close(): Promise<void> {
		this.#reporting.report({event: 'closing', clients: this.#hub.present.size});
		this.#port.close();
		this.#door.close();
		const emptied = new Promise<void>(resolve => {
			this.#emptied = resolve;
		});
		// What was said so far is acknowledged before the goodbye; what comes now is not heard.
		const deadline = this.#clock.elapsed() + limits.drainMs;
		for (const session of this.#sessions) session.deafen();
		await this.#within(limits.drainMs, this.#hub.delivery.ledger.settled());
		this.#flush();
		const graceMs = Math.max(0, deadline - this.#clock.elapsed());
		for (const session of this.#sessions) session.part('CLOSING', undefined, graceMs);
		if (this.#sessions.size > 0) await emptied;
		this.#clock.clearInterval(this.#sweep);
		await this.#journal.close();
	}

	async #within(ms: number, done: Promise<void>): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		const timer = this.#clock.setTimeout(resolve, ms);
		await Promise.race([done, promise]);
		this.#clock.clearTimeout(timer);
	}

	/** The end of a turn: what happened is said, and what was said is sent. */
	#flush(): void {
		this.#hub.flush();
		if (this.#round.write()) this.#turn.request();
		for (const session of this.#ending) session.endIfSettled();
	}
}
