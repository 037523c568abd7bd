import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {ChatError, type ErrorCode, errorTable} from '../protocol/errors.ts';
import {checkRequest} from '../protocol/messages.ts';
import {checkTarget, isTarget, nameKey} from '../protocol/names.ts';
import {isKept, type KeptRequest} from './requests.ts';
import {RowFile} from './row-file.ts';
import type {Wish} from './state.ts';
import {Wished, type WishedRow} from './wished.ts';
import {Writing, type WritingRow} from './writing.ts';

/** Something of one's own that the server has not acknowledged. */
export type Unsent = {
	readonly request: KeptRequest;
	/** when it was written, ms since 1970 */
	readonly ts: number;
	/** it was refused, and waits for somebody to send it again */
	readonly error?: ChatError | undefined;
};

/** A line of the file. A later row about the same takes the place of an earlier one. */
type Row =
	/** what the server gave at the last welcome */
	| {type: 'met'; token: string; journal: string}
	| {type: 'unsent'; request: unknown; ts: number}
	| {type: 'failed'; nonce: string; code: string; text: string}
	/** acknowledged, or given up */
	| {type: 'done'; nonce: string}
	/** how far a reader of this client has taken the entries of a room */
	| {type: 'cursor'; room: string; seq: number}
	/** whoever enters it again begins anew */
	| {type: 'left'; room: string}
	/** the room on the screen */
	| {type: 'shown'; room: string}
	| WishedRow
	| WritingRow;

export type ProfileOptions = {
	/** none keeps nothing beyond this process */
	folder: string | undefined;
	/** names the server among all that one visits */
	server: string;
	id: string;
	/** told once, when nothing can be kept, with why */
	failed: (sentence: string) => void;
};

/**
 * What outlives a client: the secret by which one server knows it again, what that has not acknowledged, and how
 * far it was read. One file for each server and id, which only its owner can read.
 */
export class Profile {
	readonly #unsent = new Map<string, Unsent>();
	readonly #cursors = new Map<string, {room: string; seq: number}>();
	readonly #wished = new Wished();
	/** what is half written, and what was sent */
	readonly writing = new Writing(row => this.#file?.append(row));
	readonly #file: RowFile | undefined;
	/** another client of this person has it, so that nothing is kept here */
	readonly isTaken: boolean = false;
	#token: string | undefined;
	#journal: string | undefined;
	#shown: string | undefined;

	constructor({folder, server, id, failed}: ProfileOptions) {
		if (folder === undefined) return;
		const file = new RowFile({
			path: join(folder, fileName(server, id)),
			rows: () => this.#rows(),
			failed: ({message}) =>
				failed(
					`What is not sent yet will not outlive this program, as its file cannot be kept in ${folder}: ${message}.`,
				),
		});
		for (const row of file.open()) this.#take(row);
		this.isTaken = file.isTaken;
		file.begin();
		this.#file = file;
	}

	/** Is it on disk, so that it can be opened again? */
	get isOnDisk(): boolean {
		return this.#file !== undefined;
	}

	/** Shown to the server, it is the proof that one is the same person. */
	get token(): string | undefined {
		return this.#token;
	}

	/** The record that the cursors speak of. */
	get journal(): string | undefined {
		return this.#journal;
	}

	/** The room that was on the screen last. */
	get shown(): string | undefined {
		return this.#shown;
	}

	/** In the order in which it was written. */
	get unsent(): readonly Unsent[] {
		return [...this.#unsent.values()];
	}

	/** For each room the newest seq that was taken. */
	get cursors(): ReadonlyArray<{room: string; seq: number}> {
		return [...this.#cursors.values()];
	}

	/** What was wished of rooms, by their keys, and who is ignored. */
	get wished(): Pick<Wished, 'wishes' | 'ignored'> {
		return this.#wished;
	}

	/** The server let us in. Cursors into another record mean nothing. */
	meet({token, journal}: {token: string; journal: string}): void {
		if (token === this.#token && journal === this.#journal) return;
		this.#put({type: 'met', token, journal});
	}

	/** Something starts its way, for the first time or again. */
	keep(request: KeptRequest, ts: number): void {
		this.#put({type: 'unsent', request, ts});
	}

	fail(nonce: string, {code, message}: ChatError): void {
		if (this.#unsent.has(nonce)) this.#put({type: 'failed', nonce, code, text: message});
	}

	/** It was acknowledged, or given up. */
	forget(nonce: string): void {
		if (this.#unsent.has(nonce)) this.#put({type: 'done', nonce});
	}

	/** A reader has taken everything of a room up to a seq. @param journal which that is a place in */
	read(room: string, seq: number, journal: string | undefined): void {
		if (journal === this.#journal && seq > (this.#cursors.get(nameKey(room))?.seq ?? -1))
			this.#put({type: 'cursor', room, seq});
	}

	/** A reader will take what comes after a seq. A room that was read before goes on where that ended. */
	begin(room: string, seq: number): void {
		if (!this.#cursors.has(nameKey(room))) this.#put({type: 'cursor', room, seq});
	}

	/** A room was left. */
	leave(room: string): void {
		if (this.#cursors.has(nameKey(room))) this.#put({type: 'left', room});
	}

	/** A room is on the screen. One that our rules do not know, as a strange server may have, is not kept. */
	show(room: string): void {
		if (room !== this.#shown && isTarget(room)) this.#put({type: 'shown', room});
	}

	/** All that is wished of a room from now on; undefined for nothing. One that our rules do not know is not kept. */
	wish(room: string, wish: Wish | undefined): void {
		if (isTarget(room)) this.#put({type: 'wish', room, ...wish});
	}

	/** @throws {ChatError} NO_SUCH_ID */
	ignore(id: string, on: boolean): void {
		this.#put({type: 'ignored', id, on});
	}

	/** Takes over what somebody wished and wrote under another id, on top of what is here. */
	inherit({wished, writing}: Profile): void {
		for (const [room, wish] of wished.wishes) this.wish(room, wish);
		for (const id of wished.ignored) this.ignore(id, true);
		for (const [room, text] of writing.drafts) this.writing.keepDraft(room, text);
		for (const text of writing.sent) this.writing.keepSent(text);
	}

	/** Lets another process have it. */
	close(): void {
		this.#file?.close();
	}

	#put(row: Row): void {
		this.#apply(row);
		this.#file?.append(row);
	}

	/** Rows of a file may be anything. */
	#take(row: unknown): void {
		if (typeof row !== 'object' || row === null || !('type' in row)) return;
		try {
			this.#apply(row as Row);
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
		}
	}

	/** @throws {ChatError} for a request or a room that is none */
	#apply(row: Row): void {
		switch (row.type) {
			case 'met':
				if (this.#journal !== undefined && row.journal !== this.#journal) this.#cursors.clear();
				this.#token = String(row.token);
				this.#journal = String(row.journal);
				break;
			case 'unsent': {
				const request = checkRequest(row.request);
				const {nonce} = request;
				if (nonce === undefined || !isKept(request)) break;
				this.#unsent.set(nonce, {request: {...request, nonce}, ts: Number(row.ts)});
				break;
			}
			case 'failed': {
				const unsent = this.#unsent.get(row.nonce);
				const code = Object.hasOwn(errorTable, row.code) ? (row.code as ErrorCode) : 'NOT_SENT';
				if (unsent) this.#unsent.set(row.nonce, {...unsent, error: new ChatError(code, String(row.text))});
				break;
			}
			case 'done':
				this.#unsent.delete(row.nonce);
				break;
			case 'cursor': {
				const {room, seq} = row;
				if (typeof room !== 'string' || !Number.isSafeInteger(seq) || seq < 0) break;
				this.#cursors.set(nameKey(room), {room, seq});
				break;
			}
			case 'shown':
				this.#shown = checkTarget(String(row.room));
				break;
			case 'wish':
			case 'ignored':
				this.#wished.take(row);
				break;
			case 'draft':
			case 'sent':
				this.writing.take(row);
				break;
			case 'left':
				this.#cursors.delete(nameKey(String(row.room)));
				break;
		}
	}

	#rows(): Row[] {
		const met: Row[] =
			this.#token === undefined || this.#journal === undefined
				? []
				: [{type: 'met', token: this.#token, journal: this.#journal}];
		const unsent = this.unsent.flatMap(({request, ts, error}): Row[] => [
			{type: 'unsent', request, ts},
			...(error
				? [{type: 'failed' as const, nonce: request.nonce, code: error.code, text: error.message}]
				: []),
		]);
		const cursors = this.cursors.map(({room, seq}): Row => ({type: 'cursor', room, seq}));
		const shown: Row[] = this.#shown === undefined ? [] : [{type: 'shown', room: this.#shown}];
		return [...met, ...unsent, ...cursors, ...shown, ...this.#wished.rows(), ...this.writing.rows()];
	}
}

/** Any id makes a legal file name: its plain letters for people, and a hash of all of it. */
const fileName = (server: string, id: string): string => {
	const key = nameKey(id);
	const hash = createHash('sha256').update(`${server}\n${key}`).digest('hex').slice(0, 16);
	const plain = `${key}@${server}`.replaceAll(/[^\w.@-]+/g, '-').slice(0, 60);
	return `${plain}-${hash}.jsonl`;
};
