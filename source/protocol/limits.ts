/**
 * Every number that both sides share, in one place, with its unit. The welcome advertises the ones that a
 * client must know; docs/protocol.md prints the whole table from here.
 */
type Limit = {
	value: number;
	unit: 'bytes' | 'characters' | 'ms' | 'rooms' | 'messages' | 'per second' | 'ids';
	says: string;
};

export const limitTable = {
	lineBytes: {
		value: 16 * 1024,
		unit: 'bytes',
		says: 'longest line a client may send, its newline not counted',
	},
	helloBytes: {value: 4 * 1024, unit: 'bytes', says: 'longest line before the hello is accepted'},
	eventBytes: {value: 128 * 1024, unit: 'bytes', says: 'longest line a server sends'},
	idCharacters: {value: 32, unit: 'characters', says: 'longest id, counted in code points after NFC'},
	roomCharacters: {value: 32, unit: 'characters', says: 'longest room name, counted the same way'},
	topicCharacters: {
		value: 300,
		unit: 'characters',
		says: 'longest topic, away text or reason, in UTF-16 units',
	},
	passwordCharacters: {value: 256, unit: 'characters', says: 'longest password, in UTF-16 units'},
	passwordShortest: {value: 8, unit: 'characters', says: 'shortest password that may be chosen'},
	roomsPerClient: {value: 64, unit: 'rooms', says: 'rooms that one client may be in at a time'},
	helloMs: {value: 9_000, unit: 'ms', says: 'from the accepted connection to a complete hello'},
	heartbeatMs: {value: 30_000, unit: 'ms', says: 'silence after which either side sends a ping'},
	deadMs: {value: 60_000, unit: 'ms', says: 'silence after which either side gives the connection up'},
	historyMessages: {
		value: 1000,
		unit: 'messages',
		says: 'replayed on join, unless more are asked for; kept per room by a server without a journal on disk',
	},
	pageMessages: {value: 100, unit: 'messages', says: 'in the answer to one history request'},
	foundMessages: {value: 50, unit: 'messages', says: 'in the answer to one search'},
	quoteCharacters: {value: 120, unit: 'characters', says: 'of a message, in the quote of its answer'},
	reactionCharacters: {value: 32, unit: 'characters', says: 'longest sign of a reaction, in UTF-16 units'},
	signsPerMessage: {
		value: 1000,
		unit: 'messages',
		says: 'reactions that one message takes, of each person and sign the newest',
	},
	claimsPerName: {
		value: 16,
		unit: 'ids',
		says: 'people of one name whom a server knows again by their tokens',
	},
	membersPerEvent: {
		// 100 people with the longest ids and away texts are 107 KB: what is cut here always fits eventBytes.
		value: 100,
		unit: 'ids',
		says: 'people or rooms in one members, presence, who or rooms event; more come in several',
	},
	listedRooms: {value: 1000, unit: 'rooms', says: 'in the answer to one rooms request'},
	listedPeople: {value: 1000, unit: 'ids', says: 'in the answer to one who request'},
	typingMembers: {value: 100, unit: 'ids', says: 'in larger rooms nobody is told who is typing'},
	typingMs: {value: 6_000, unit: 'ms', says: 'how long a typing event holds without another one'},
	rate: {
		value: 100,
		unit: 'per second',
		says: 'requests a client may send on average; a faster one is read slower',
	},
	rateBurst: {
		value: 500,
		unit: 'messages',
		says: 'requests it may send at once; each KiB of a line counts as one more',
	},
	quietMs: {value: 30, unit: 'ms', says: 'silence that ends a raw message or a raw id'},
	drainMs: {value: 5_000, unit: 'ms', says: 'time for goodbyes when the server stops'},
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limitTable;
export type Limits = Readonly<Record<LimitName, number>>;

export const limits: Limits = Object.freeze(
	Object.fromEntries(Object.entries(limitTable).map(([name, {value}]) => [name, value])) as Record<
		LimitName,
		number
	>,
);

/** What the welcome tells a client. The rest is the server's own business. */
export const advertised = [
	'lineBytes',
	'eventBytes',
	'idCharacters',
	'roomCharacters',
	'topicCharacters',
	'roomsPerClient',
	'heartbeatMs',
	'deadMs',
	'historyMessages',
	'rate',
] as const satisfies readonly LimitName[];
