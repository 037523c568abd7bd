/** A bare TCP peer: what netcat, a classroom client or a hostile program sends and gets. */
import {connect, type Socket} from 'node:net';

const patienceMs = 30_000;

export class Wire implements AsyncDisposable {
	/** what each read gave, as programs see it that take one read for one message */
	readonly reads: string[] = [];
	readonly #socket: Socket;
	readonly #waiters = new Set<() => void>();
	readonly closed: Promise<void>;

	constructor(port: number) {
		this.#socket = connect({port, host: '127.0.0.1', noDelay: true});
		this.#socket.setEncoding('utf8').on('data', read => {
			this.reads.push(String(read));
			for (const look of this.#waiters) look();
		});
		// A reset is an end like any other; what had to come before it is waited for.
		this.#socket.on('error', () => {});
		this.closed = new Promise(resolve => {
			this.#socket.on('close', () => {
				resolve();
				for (const look of this.#waiters) look();
			});
		});
	}

	get text(): string {
		return this.reads.join('');
	}

	write(text: string | Uint8Array): void {
		this.#socket.write(text);
	}

	/** One JSON object a line, as our own clients send it. */
	send(request: object): void {
		this.write(`${JSON.stringify(request)}\n`);
	}

	/** Says that nothing more will come, as netcat does at the end of its input. */
	end(): void {
		this.#socket.end();
	}

	/** Resolves once all that came so far matches. */
	until(sought: RegExp): Promise<RegExpExecArray> {
		const failure = new Error();
		return new Promise((resolve, reject) => {
			const end = (): void => {
				clearTimeout(timer);
				this.#waiters.delete(look);
			};
			const fail = (why: string): void => {
				end();
				failure.message = `${why} before ${sought} came:\n${this.text}`;
				reject(failure);
			};
			const look = (): void => {
				const match = sought.exec(this.text);
				if (match) {
					end();
					resolve(match);
				} else if (this.#socket.destroyed) fail('The connection ended');
			};
			const timer = setTimeout(() => fail(`${patienceMs} ms passed`), patienceMs);
			this.#waiters.add(look);
			look();
		});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#socket.destroy();
		await this.closed;
	}
}

export const openWire = (port: number): Wire => new Wire(port);

/** A peer of our own dialect that is in its rooms. */
export const joinWire = async (
	port: number,
	id: string,
	rooms: readonly string[] = ['general'],
): Promise<Wire> => {
	const wire = new Wire(port);
	wire.send({type: 'hello', v: 1, id, rooms: rooms.map(room => ({room, after: 0}))});
	for (const room of rooms) await wire.until(new RegExp(`"type":"live","room":"${room}"`));
	return wire;
};
