import {limits} from './limits.ts';

/**
 * Every way in which tui-chat says no. A code is stable and meant for programs; the sentence is meant for
 * people and says what to do. `fatal` codes end the connection.
 */
type Row = {text: string; fatal?: true};

export const errorTable = {
	// who you are
	ID_USED: {text: 'Somebody with that id is here already. Choose another one.', fatal: true},
	ID_BAD: {
		text: `That id is not allowed. An id is 1 to ${limits.idCharacters} letters, digits, _, - or . of one script.`,
		fatal: true,
	},
	VERSION: {text: 'This server speaks protocol version 1. Update the older side.', fatal: true},
	HELLO_FIRST: {text: 'Say hello first: {"type":"hello","v":1,"id":"…"}.', fatal: true},
	HELLO_TWICE: {text: 'You have said hello already; this one was ignored.'},
	HELLO_LATE: {text: `No complete hello came within ${limits.helloMs / 1000} seconds.`, fatal: true},
	WAITING: {
		text: 'The server is full and you are in the queue; that was not done. Try again once you are in.',
	},
	// whether you may come in
	NOT_SECURE: {
		text: 'Without encryption this server takes only what comes from its own machine. Connect with TLS.',
		fatal: true,
	},
	PROOF_BAD: {text: 'That key was not proved on this connection. Connect again.', fatal: true},
	PASSWORD_WRONG: {text: 'That name and that password do not belong together.', fatal: true},
	ACCESS_BAD: {
		text: 'That access token is none of this name, or was taken back. Make another one.',
		fatal: true,
	},
	INVITE_NEEDED: {
		text: 'This server is closed. Ask its owner for an invitation, or come with its join password.',
		fatal: true,
	},
	INVITE_BAD: {text: 'That invitation is used up, over or taken back. Ask for another one.', fatal: true},
	ENTRY_WRONG: {text: 'That is not the join password of this server.', fatal: true},
	TRY_LATER: {text: 'There were too many tries. Wait, and try again.', fatal: true},
	TOO_MANY: {text: 'Too many connections come from your address. Close some, or wait.', fatal: true},
	BUSY: {text: 'Too many passwords are being checked. Try again in a moment.', fatal: true},
	BANNED: {text: 'You are banned from this server.', fatal: true},
	// what you sent
	LINE_TOO_LONG: {text: 'That line is longer than the limit in the welcome. Send it in parts.', fatal: true},
	NOT_UTF8: {text: 'That line is not valid UTF-8 and was ignored.'},
	NOT_JSON: {text: 'That line is not a JSON object and was ignored.'},
	BAD_REQUEST: {text: 'That request has the wrong shape.'},
	BAD_TEXT: {text: 'Text may hold no control characters but newline and tab, and no half characters.'},
	UNKNOWN_COMMAND: {text: 'There is no such command. /help lists them all.'},
	// rooms and people
	ROOM_BAD: {
		text: `That room name is not allowed. It is 1 to ${limits.roomCharacters} letters, digits, _, - or . of one script.`,
	},
	ROOMS_FULL: {text: 'You are in as many rooms as one client may be. Leave one first.'},
	NOT_IN_ROOM: {text: 'You are not in that room. Join it first.'},
	NO_SUCH_ID: {text: 'Nobody with that id is connected.'},
	NO_SUCH_MESSAGE: {text: 'There is no such message in that room, or it was deleted.'},
	NOT_YOURS: {text: 'That message is not yours to change.'},
	READ_ONLY: {text: 'That room is read-only.'},
	OPERATORS_ONLY: {text: 'Only an operator may do that.'},
	NOT_ALLOWED: {text: 'They are as much as you are here, or more, so you cannot do that.'},
	MUTED: {text: 'An operator took your voice away for now.'},
	ROOM_BANNED: {text: 'You are banned from that room.'},
	ROOM_INVITED: {text: 'One has to be invited to that room. Ask somebody in it.'},
	ROOM_QUIET: {text: 'Only operators of that room speak in it.'},
	SERVER_FULL_OF: {
		text: 'The server keeps as many of these as it may. Take one back first, or tell its owner.',
	},
	NO_ACCOUNT: {text: 'Only who owns a name can do that. Come in with a key, as tui-chat does.'},
	NO_SUCH_ACCOUNT: {text: 'Nobody owns that name.'},
	NO_SUCH_ENTRY: {text: 'There is no such entry. List them again.'},
	SUBJECT_BAD: {text: 'That is no id, no address, no range such as 192.0.2.0/24 and no key’s fingerprint.'},
	PASSWORD_WEAK: {text: `A password has ${limits.passwordShortest} characters at least.`},
	PASSWORD_OLD: {text: 'That is not the present password.'},
	SIGNS_FULL: {text: 'That message has as many signs as one may have.'},
	// what the server keeps
	NOT_STORED: {text: 'The server could not store that, so nobody has seen it. Tell its owner.'},
	HISTORY_LOST: {text: 'The history could not be read. Tell the server’s owner.'},
	// why the link ended
	TOO_SLOW: {
		text: 'You did not read fast enough and were cut off. Connect again: the history is kept.',
		fatal: true,
	},
	SILENT: {text: `Nothing was heard from you for ${limits.deadMs / 1000} seconds.`, fatal: true},
	KICKED: {text: 'An operator removed you.', fatal: true},
	REVOKED: {text: 'By what you came in was taken away, maybe by yourself. Connect again.', fatal: true},
	REPLACED: {text: 'You connected again from elsewhere; this older connection is closed.', fatal: true},
	CLOSING: {text: 'The server is stopping. Goodbye!', fatal: true},
	FULL: {text: 'The server and its queue are full. Try again later.', fatal: true},
	// at the client's side
	REFUSED: {text: 'Nobody is listening there. Start a server with: tui-chat --serve', fatal: true},
	UNREACHABLE: {text: 'That host cannot be reached.', fatal: true},
	NOT_A_SERVER: {
		text: 'What answered there is not a tui-chat server. For the simple ones there is --plain.',
		fatal: true,
	},
	NO_TLS: {
		text: 'What answers there does not encrypt. On a network that you trust: --plaintext.',
		fatal: true,
	},
	KEY_CHANGED: {text: 'The server’s key is another one than before.', fatal: true},
	KEY_WRONG: {text: 'The server’s key is not the one that the invitation names.', fatal: true},
	KEYS_BAD: {text: 'The file with your keys, or those of servers, cannot be used.', fatal: true},
	LINK_BAD: {text: 'That is no invitation. It begins with tuichat://.', fatal: true},
	LOST: {text: 'The connection was lost.', fatal: true},
	NOT_SENT: {text: 'The message was not sent.'},
	CLOSED: {text: 'This client has been closed.', fatal: true},
	// at the server's start
	ADDRESS_USED: {
		text: 'That address is in use. Stop the other program or choose another --port.',
		fatal: true,
	},
	ADDRESS_DENIED: {text: 'Not allowed to listen on that port. Choose a --port of 1024 or more.', fatal: true},
	ADDRESS_BAD: {text: 'That is not an address of this machine. Choose another --host.', fatal: true},
	CERT_BAD: {text: 'The certificate or its key cannot be used.', fatal: true},
	DATA_LOCKED: {
		text: 'Another server is using that data folder. Stop it, or choose another --data.',
		fatal: true,
	},
	DATA_DENIED: {
		text: 'The data folder cannot be written to. Choose another --data, or --memory.',
		fatal: true,
	},
	DATA_BROKEN: {
		text: 'The journal is damaged. Restore a backup, or move it away to begin anew; --export writes what can be read.',
		fatal: true,
	},
	DATA_NEWER: {text: 'That journal was written by a newer tui-chat. Update this one.', fatal: true},
	DATA_FULL: {text: 'The disk is full. Make room, and start again.', fatal: true},
	FILE_EXISTS: {text: 'There is a file of that name already. Choose another one.', fatal: true},
	FILE_BAD: {text: 'That is not a file that --export wrote.', fatal: true},
	SETTING_BAD: {text: 'A setting has a value that it cannot have.', fatal: true},
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof errorTable;

/** What can be done about it, apart from the sentence. */
export type ErrorDetails = {
	/** the name belongs to somebody: a password may help */
	readonly owned?: true | undefined;
	/** one is here already, from another device: `takeover` ends that */
	readonly here?: true | undefined;
	/** ms after which it may be tried again */
	readonly wait?: number | undefined;
	/** two fingerprints of a server that should be one: the one that is known, and the one that it came with */
	readonly keys?: {readonly held: string; readonly shown: string} | undefined;
};

/** An error that its reader can act on: `code` for programs, `message` for people. */
export class ChatError extends Error {
	override readonly name = 'ChatError';
	readonly code: ErrorCode;
	readonly fatal: boolean;
	readonly details: ErrorDetails;

	/** @param text replaces the table's sentence where a more exact one can be said */
	constructor(code: ErrorCode, text?: string, {cause, ...details}: ErrorOptions & ErrorDetails = {}) {
		const row: Row = errorTable[code];
		super(text ?? row.text, cause === undefined ? undefined : {cause});
		this.code = code;
		this.fatal = row.fatal ?? false;
		this.details = details;
	}
}
