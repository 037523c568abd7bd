/**
 * What a server bounds that its operator may set otherwise: one table, of which the configuration file, `--print-config`
 * and docs/operating.md are made. Numbers that both sides share are in protocol/limits.ts.
 */
type Bound = {
	readonly usual: number;
	readonly unit: string;
	readonly says: string;
	/** what it may be at least; 1 when left out, as most things that nobody may do at all are settings of their own */
	readonly least?: number;
	/** what it may be at most; a billion when left out */
	readonly most?: number;
};

export const boundTable = {
	messagesBurst: {usual: 10, unit: 'messages', says: 'said at once by one person; then they are read slower'},
	guestMessages: {usual: 2, unit: 'per second', says: 'said by a guest on average'},
	memberMessages: {usual: 10, unit: 'per second', says: 'said on average by whoever owns their name'},
	requests: {usual: 100, unit: 'per second', says: 'asked by one connection on average, of anything'},
	requestsBurst: {usual: 500, unit: 'requests', says: 'asked at once'},
	joins: {usual: 2, unit: 'per second', says: 'rooms entered by one person on average'},
	joinsBurst: {usual: 64, unit: 'rooms', says: 'entered at once'},
	searches: {usual: 1, unit: 'per second', says: 'searches of one person on average'},
	searchesBurst: {usual: 10, unit: 'searches', says: 'at once'},
	pages: {usual: 20, unit: 'per second', says: 'pages of history read by one person on average'},
	pagesBurst: {usual: 100, unit: 'pages', says: 'at once'},
	typing: {
		usual: 2,
		unit: 'per second',
		says: 'times that one person tells that they are writing, on average',
	},
	typingBurst: {usual: 10, unit: 'times', says: 'at once'},
	connections: {usual: 16, unit: 'connections', says: 'of one address at a time, of one /64 for IPv6'},
	newConnections: {usual: 32, unit: 'connections', says: 'of one address within the window'},
	connectionWindowMs: {usual: 600_000, unit: 'ms', says: 'the window of new connections', least: 1000},
	unauthenticated: {
		usual: 4096,
		unit: 'connections',
		says: 'that have not said who they are; above it the oldest of them is closed',
	},
	loginsPerAddress: {
		usual: 10,
		unit: 'log-ins',
		says: 'with a wrong secret, of one address within the window',
	},
	loginsPerAccount: {
		usual: 20,
		unit: 'log-ins',
		says: 'with a wrong password, at one name within the window',
	},
	loginWindowMs: {usual: 600_000, unit: 'ms', says: 'the window of wrong log-ins', least: 1000},
	hashes: {usual: 2, unit: 'passwords', says: 'checked at a time', most: 64},
	hashesWaiting: {usual: 64, unit: 'passwords', says: 'that wait for it; above it BUSY', least: 0},
	newAccounts: {
		usual: 16,
		unit: 'accounts',
		says: 'made from one address within the window of connections',
		least: 0,
	},
	accounts: {usual: 100_000, unit: 'accounts', says: 'on the server', least: 0},
	devices: {usual: 32, unit: 'devices', says: 'of one account'},
	rooms: {usual: 10_000, unit: 'rooms', says: 'on the server'},
	crowd: {
		usual: 500,
		unit: 'people',
		says: 'in one room of which each sees all others; in a larger one it is told how many there are',
	},
	roomInvited: {usual: 1000, unit: 'people', says: 'who may enter one room that one is invited to'},
	roomOperators: {usual: 100, unit: 'people', says: 'operators of one room'},
	invites: {usual: 1000, unit: 'invitations', says: 'on the server', least: 0},
	invitesPerPerson: {usual: 50, unit: 'invitations', says: 'of one person', least: 0},
	bans: {usual: 10_000, unit: 'bans', says: 'on the server, mutes included'},
	audit: {usual: 100_000, unit: 'records', says: 'of what operators did; the oldest go', least: 0},
	queue: {
		usual: 100,
		unit: 'connections',
		says: 'that wait for a place on a full server, or as many as have one',
		least: 0,
	},
	outboxBytes: {
		usual: 256 * 1024,
		unit: 'bytes',
		says: 'waiting for one peer at most; above it TOO_SLOW',
		least: 64 * 1024,
	},
	stallMs: {
		usual: 8000,
		unit: 'ms',
		says: 'how long a peer may leave its socket undrained before TOO_SLOW',
		least: 1000,
	},
} as const satisfies Record<string, Bound>;

export type BoundName = keyof typeof boundTable;
export type Bounds = Readonly<Record<BoundName, number>>;

export const usualBounds: Bounds = Object.freeze(
	Object.fromEntries(Object.entries(boundTable).map(([name, {usual}]) => [name, usual])) as Record<
		BoundName,
		number
	>,
);

/** Far above what makes sense, and within what is counted exactly. */
const highest = 1_000_000_000;

/** What a bound cannot be, as the end of a sentence that begins with its name; undefined when it can. */
export const boundObjection = (name: BoundName, value: number): string | undefined => {
	const {least = 1, most = highest}: Bound = boundTable[name];
	if (Number.isSafeInteger(value) && value >= least && value <= most) return undefined;
	return `has to be a whole number between ${least} and ${most}, not “${value}”`;
};
