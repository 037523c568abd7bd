/**
 * A proxy that does to links what bad networks do: cuts them at any byte, holds bytes back, and lets what an old
 * link still carries arrive after the new link's first words.
 */
import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import type {Chance} from './chance.ts';

export type CuttingOptions = {
	/** port of the server behind it, asked for on each new link */
	to: () => number;
	chance: Chance;
	/** bytes that a link carries before it is cut, one way, at most */
	bytes: number;
	/** how long bytes are held back, at most */
	delayMs: number;
};

/** One in so many cuts is seen by the client alone: the server keeps a ghost, and may still hear its words. */
const ghostly = 1 / 2;

/** How long a ghost lives, in delays. */
const ghostDelays = 5;

export class CuttingProxy implements AsyncDisposable {
	cuts = 0;
	links = 0;
	/** no cuts any more: what is left to send gets through */
	isKind = false;
	readonly #options: CuttingOptions;
	readonly #server: Server;
	readonly #open = new Set<Link>();

	constructor(options: CuttingOptions) {
		this.#options = options;
		this.#server = createServer({noDelay: true}, near => {
			this.links++;
			const link = new Link(near, this.#options, () => {
				if (this.isKind) return false;
				this.cuts++;
				return true;
			});
			this.#open.add(link);
			link.ended.then(() => this.#open.delete(link));
		});
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	async listen(): Promise<void> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const closed = once(this.#server, 'close');
		this.#server.close();
		for (const link of this.#open) link.end();
		await closed;
	}
}

class Link {
	readonly ended: Promise<void>;
	readonly #options: CuttingOptions;
	readonly #near: Socket;
	readonly #mayCut: () => boolean;
	#far: Socket | undefined;
	#isCut = false;
	/** bytes left until the cut, each way */
	readonly #budget: {up: number; down: number};
	readonly #timers = new Set<NodeJS.Timeout>();

	constructor(near: Socket, options: CuttingOptions, mayCut: () => boolean) {
		this.#near = near;
		this.#options = options;
		this.#mayCut = mayCut;
		const {chance, bytes} = options;
		this.#budget = {up: chance.between(1, bytes), down: chance.between(1, bytes)};
		const over = Promise.withResolvers<void>();
		this.ended = over.promise;
		near.on('error', () => {});
		// The first words wait, and those of a later link may wait less.
		this.#later(() => {
			const far = connect({port: options.to(), host: '127.0.0.1', noDelay: true});
			this.#far = far;
			far.on('error', () => {});
			this.#carry(near, far, 'up');
			this.#carry(far, near, 'down');
			far.once('close', () => {
				near.destroy();
				this.#clear();
				over.resolve();
			});
		});
		near.once('close', () => {
			if (this.#far) this.#later(() => this.#far!.destroy(), chance.happens(ghostly) ? ghostDelays : 0);
			else {
				this.#clear();
				over.resolve();
			}
		});
	}

	end(): void {
		this.#near.destroy();
		this.#far?.destroy();
	}

	/** In order each way, each piece a while after it came. */
	#carry(from: Socket, to: Socket, way: 'up' | 'down'): void {
		from.on('data', (chunk: Buffer) => {
			const isCut = !this.#isCut && chunk.length >= this.#budget[way] && this.#mayCut();
			this.#isCut ||= isCut;
			const piece = isCut ? chunk.subarray(0, this.#budget[way]) : chunk;
			this.#budget[way] = Math.max(1, this.#budget[way] - chunk.length);
			from.pause();
			// The client notices at once; what it said last is still on its way, unless nothing of the link is left.
			if (isCut && way === 'up') this.#near.destroy();
			this.#later(() => {
				if (!to.destroyed) to.write(piece);
				if (isCut) this.#near.destroy();
				else if (!from.destroyed) from.resume();
			});
		});
		from.once('end', () => to.end());
	}

	#later(run: () => void, delays = 1): void {
		const {chance, delayMs} = this.#options;
		const timer = setTimeout(
			() => {
				this.#timers.delete(timer);
				run();
			},
			chance.next() * delayMs * delays,
		);
		this.#timers.add(timer);
	}

	#clear(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}
}
