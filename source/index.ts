/** The library: the same client and server that the program is made of. */
export type {ClientEvents} from './client/audience.ts';
export {
	type Client,
	type ClientOptions,
	connect,
	createClient,
} from './client/client.ts';
export type {Secrets} from './client/credentials.ts';
export type {Where} from './client/history.ts';
export type {Log} from './client/log.ts';
export type {Inviting, Measure} from './client/managing.ts';
export type {
	AmendmentEvent,
	EntryEvent,
	HistoryPage,
	Level,
	Line,
	Link,
	MessageLine,
	Pending,
	Room,
	State,
	Visit,
	Wish,
	WishChange,
} from './client/state.ts';
export type {
	ListedRoom,
	Listing,
	PersonQuery,
	Receipt,
	RoomQuery,
	SearchQuery,
	SearchResult,
} from './client/talk.ts';
export type {Peer} from './client/tls.ts';
export type {
	Commit,
	ConversationRecord,
	Draft,
	Entry,
	Fact,
	Found,
	Journal,
	Outcome,
	Page,
	PersonRecord,
	Place,
	Query,
	Refusal,
} from './journal/journal.ts';
export {MemoryJournal} from './journal/memory.ts';
export type {Retention} from './journal/pruning.ts';
export {type JournalOptions, openJournal} from './journal/sqlite.ts';
export {type Clock, systemClock} from './protocol/clock.ts';
export {ChatError, type ErrorCode, errorTable} from './protocol/errors.ts';
export {type Invitation, parseInvitation, showInvitation} from './protocol/invitation.ts';
export {type Limits, limits} from './protocol/limits.ts';
export {
	type Event,
	type EventOf,
	type Person,
	protocolVersion,
	type Request,
	type RequestOf,
} from './protocol/messages.ts';
export {type Bounds, usualBounds} from './server/bounds.ts';
export {loadServerKey, openServerKey, type TlsFiles, type TlsIdentity} from './server/front/keys.ts';
export {isLogged, type LogEvent, type LogLevel, logJson, logText} from './server/log.ts';
export {type ChatServer, createServer, type Reconfiguration, type ServerOptions} from './server/server.ts';
export type {Stats} from './server/stats.ts';
