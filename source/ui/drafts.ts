/** What is half written in each room: who comes back to a room, in this run or another one, finds it there. */
import type {State} from '../client/state.ts';
import type {Writing} from '../client/writing.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {editorOf} from './compose.ts';
import {emptyEditor} from './editor.ts';
import type {Draft, Screen} from './screen.ts';

/** The screen with what earlier runs left: drafts, and what was sent. */
export const restored = (
	screen: Screen,
	{drafts, sent}: Pick<Writing, 'drafts' | 'sent'>,
	room: string,
): Screen => {
	const all = new Map(
		[...drafts].map(([key, text]): [string, Draft] => [key, {editor: editorOf(text), about: undefined}]),
	);
	return {...screen, ...all.get(room), drafts: all, recall: {...screen.recall, sent}};
};

/** The screen once the room in which one writes is no more: what is written there does not go to another one. */
export const rehomed = (screen: Screen, before: State, after: State): Screen => {
	if (before.current === after.current || after.rooms.has(before.current)) return screen;
	const {editor, about} = screen;
	const drafts = new Map(screen.drafts).set(before.current, {editor, about});
	const draft = drafts.get(after.current) ?? {editor: emptyEditor, about: undefined};
	return {...screen, ...draft, drafts, asking: undefined};
};

/**
 * What of a draft is kept beyond this run. Commands are not, as one of them may hold a secret; nor is what depends on
 * the message that it changes.
 */
const keptText = ({editor, about}: Draft): string => {
	const {text} = about && (about.type !== 'reply' || editor.text === '') ? about.before : editor;
	return /^\/(?!\/)/.test(text) ? '' : text;
};

/** A crash takes so much of what was written at most. */
const everyMs = 1000;

export type DraftKeeperOptions = {
	clock: Clock;
	/** where it is kept; another one after a change of names */
	writing: () => Writing;
};

/** Keeps drafts and what was sent, soon after they change. */
export class DraftKeeper {
	readonly #options: DraftKeeperOptions;
	#timer: Timer | undefined;
	#screen: Screen | undefined;
	#room = '';

	constructor(options: DraftKeeperOptions) {
		this.#options = options;
	}

	/** Looks at what is written now. What is sent or left behind is kept at once. */
	look(screen: Screen, {current: room, link}: State): void {
		const before = this.#screen;
		const isElsewhere = room !== this.#room;
		this.#screen = screen;
		this.#room = room;
		if (!before) return;
		const {sent} = screen.recall;
		if (sent !== before.recall.sent) this.#options.writing().keepSent(sent.at(-1)!);
		const isOver = link.type === 'closed';
		const isSame = screen.editor === before.editor && screen.about === before.about;
		if (isSame && !isElsewhere && !isOver) return;
		if (screen.editor.text === '' || isElsewhere || isOver) this.keep();
		else this.#timer ??= this.#options.clock.setTimeout(this.keep, everyMs);
	}

	/** Keeps what is written now. */
	readonly keep = (): void => {
		const {clock, writing} = this.#options;
		clock.clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#screen) return;
		const {drafts, editor, about} = this.#screen;
		for (const [room, draft] of new Map(drafts).set(this.#room, {editor, about}))
			writing().keepDraft(room, keptText(draft));
	};

	close(): void {
		this.#options.clock.clearTimeout(this.#timer);
	}
}
