import type {Transport} from './about.ts';
import type {Bytes, Meter} from './meter.ts';

/** How far a peer has come, how it speaks and over what. */
export type Kind = {
	readonly phase: 'opening' | 'waiting' | 'inside' | 'over';
	/** undefined while it has not said enough */
	readonly dialect: string | undefined;
	readonly transport: Transport;
};

/** What a server is doing now. */
type Now = {
	/** It says goodbye. */
	readonly isClosing: boolean;
	/** The last thing that should have been stored was stored. */
	readonly isStoring: boolean;
	/** messages that wait for the journal */
	readonly queued: number;
	readonly clients: number;
	readonly operators: number;
	/** on a full server */
	readonly waiting: number;
	/** have not said who they are */
	readonly newcomers: number;
	readonly rooms: number;
	readonly accounts: number;
};

/** What a server is doing now, and what it has done since it began. */
export type Stats = Now & {
	readonly connections: ReadonlyArray<{readonly kind: Kind; readonly count: number}>;
	/** of all connections, also of those that are over */
	readonly bytes: Bytes;
	readonly meter: Meter;
};

type Peer = {readonly kind: Kind; readonly bytes: Bytes};

/** Takes a moment for each connection: ask now and then. */
export const statsOf = (peers: Iterable<Peer>, meter: Meter, now: Now): Stats => {
	const counts = new Map<string, {kind: Kind; count: number}>();
	const bytes = {...meter.bytes};
	for (const peer of peers) {
		const {phase, dialect, transport} = peer.kind;
		const key = `${phase} ${dialect} ${transport}`;
		const found = counts.get(key);
		if (found) found.count++;
		else counts.set(key, {kind: peer.kind, count: 1});
		bytes.in += peer.bytes.in;
		bytes.out += peer.bytes.out;
	}
	return {...now, connections: [...counts.values()], bytes, meter};
};
