/** What a profile keeps of what one writes: what is half written, and what was sent, to be found again. */
import {checkTarget, isTarget, nameKey} from '../protocol/names.ts';

export type WritingRow =
	/** half written in a room; nothing any more when the text is empty */
	{type: 'draft'; room: string; text: string} | {type: 'sent'; text: string};

/** So many drafts and texts are kept; the oldest go. */
const mostDrafts = 200;
const mostSent = 500;
/** UTF-16 units: nothing longer fits into one message, and no file shall grow by it. */
const longest = 32 * 1024;

export class Writing {
	readonly #append: (row: WritingRow) => void;
	/** by room key, the newest last */
	readonly #drafts = new Map<string, string>();
	#sent: string[] = [];

	constructor(append: (row: WritingRow) => void) {
		this.#append = append;
	}

	/** By room key: what is half written there. */
	get drafts(): ReadonlyMap<string, string> {
		return this.#drafts;
	}

	/** What was sent, oldest first. */
	get sent(): readonly string[] {
		return this.#sent.slice(-mostSent);
	}

	/** What is half written in a room from now on; an empty text for nothing. A room that our rules do not know is not kept. */
	keepDraft(room: string, text: string): void {
		const isKept = text === (this.#drafts.get(nameKey(room)) ?? '');
		if (!isKept && text.length <= longest && isTarget(room)) this.#put({type: 'draft', room, text});
	}

	keepSent(text: string): void {
		if (text !== this.#sent.at(-1) && text.length <= longest) this.#put({type: 'sent', text});
	}

	/** A row of the file. @throws {ChatError} for a room that is none, as any file may hold */
	take(row: WritingRow): void {
		const text = String(row.text);
		if (row.type === 'sent') {
			this.#sent.push(text);
			// Cut now and then, so that a full history is not copied for each text.
			if (this.#sent.length > 2 * mostSent) this.#sent = this.#sent.slice(-mostSent);
			return;
		}
		const key = nameKey(checkTarget(String(row.room)));
		this.#drafts.delete(key);
		if (text !== '') this.#drafts.set(key, text);
		if (this.#drafts.size > mostDrafts) this.#drafts.delete(this.#drafts.keys().next().value!);
	}

	rows(): WritingRow[] {
		return [
			...[...this.#drafts].map(([room, text]) => ({type: 'draft' as const, room, text})),
			...this.#sent.slice(-mostSent).map(text => ({type: 'sent' as const, text})),
		];
	}

	#put(row: WritingRow): void {
		this.take(row);
		this.#append(row);
	}
}
