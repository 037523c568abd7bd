import {type Duplex, type DuplexOptions, duplexPair} from 'node:stream';

/**
 * Both ends of a connection in memory, with the back-pressure and the half-close of a socket. Destroying one
 * end resets the other, which Node's own pair leaves open.
 */
export const connectedPair = (options?: DuplexOptions): [Duplex, Duplex] => {
	const [near, far] = duplexPair(options);
	for (const [end, other] of [
		[near, far],
		[far, near],
	] as const) {
		end.once('close', () => {
			const clean = end.readableEnded && end.writableFinished;
			if (!clean && !other.destroyed)
				other.destroy(Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}));
		});
	}
	return [near, far];
};
