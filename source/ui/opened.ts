/** What is open on the screen and has the keys: what covers the message pane, and the menus above the line. */
import type {State} from '../client/state.ts';
import type {Completion} from '../protocol/completion.ts';
import type {EventOf} from '../protocol/messages.ts';
import type {Search} from '../protocol/search.ts';
import type {Listed} from './destinations.ts';
import type {Editor} from './editor.ts';
import type {PreferenceName} from './preferences.ts';

/** Messages that are looked for: what is typed, and what was found for it so far. */
export type Searching = {
	readonly type: 'search';
	readonly query: Editor;
	/** it is opened again as it was left: a letter begins another query */
	readonly again?: true | undefined;
	/** names the newest question, so that late answers to older ones are known */
	readonly id: number;
	/** what is asked for; undefined for nothing yet */
	readonly asked: Search | undefined;
	/** the question that the found ones answer */
	readonly answered: number | undefined;
	/** newest first */
	readonly found: ReadonlyArray<EventOf<'message'>>;
	/** there are older ones: how to ask for them */
	readonly more: string | undefined;
	readonly chosen: number;
	readonly standing: 'idle' | 'searching' | 'done' | 'failed';
	/** why it failed */
	readonly trouble: string;
};

export type Help = {
	readonly type: 'help';
	/** the one that is asked for; empty for all of them, or for those that have what is typed */
	readonly command: string;
	readonly query: Editor;
	/** the first row that is shown */
	readonly top: number;
};
/** The list of settings. */
export type Settings = {
	readonly type: 'settings';
	readonly query: Editor;
	readonly chosen: number;
	/** a value that is being written, and what is wrong with it */
	readonly editing:
		| {readonly name: PreferenceName; readonly editor: Editor; readonly objection: string}
		| undefined;
};
export type RoomPicker = {
	readonly type: 'rooms';
	readonly query: Editor;
	readonly chosen: number;
	/** what was known when it was opened: nothing that comes in moves what one is about to choose */
	readonly as: State;
	/** rooms of the server, once it has told them */
	readonly listed: Listed;
};

/** Who somebody is. */
export type PersonCard = {
	readonly type: 'person';
	readonly id: string;
	/** what the server says of them, once it did */
	readonly answer: EventOf<'whois'> | undefined;
	readonly standing: 'asking' | 'known' | 'failed';
	/** why it said nothing */
	readonly trouble: string;
	/** the first row that is shown */
	readonly top: number;
};

/** What names one, in all rooms. */
export type Mentions = {
	readonly type: 'mentions';
	/** names the question that is open */
	readonly id: number;
	/** newest first */
	readonly found: ReadonlyArray<EventOf<'message'>>;
	/** there are older ones: how to ask for them */
	readonly more: string | undefined;
	readonly chosen: number;
	readonly standing: 'searching' | 'done' | 'failed';
	/** how many more answers are looked through before a key asks for them */
	readonly left: number;
	/** why it failed */
	readonly trouble: string;
};

/** Something that covers the message pane and has the keys. How each is drawn and pressed is in `overlays/table.ts`. */
export type Overlay = Help | RoomPicker | Searching | Settings | PersonCard | Mentions;

/** A running completion: what stood there, and which choice stands there now. */
export type Completing = Completion & {
	readonly type: 'completion';
	readonly before: Editor;
	readonly chosen: number;
};
/** What was sent before is looked through. The line itself waits. */
export type Recalling = {readonly type: 'sent'; readonly query: Editor; readonly chosen: number};
/** Several lines were pasted: what shall become of them? */
export type Pasting = {readonly type: 'paste'; readonly text: string; readonly chosen: number};

/** A menu above the line in which one writes. How each looks and is pressed is in `menus/table.ts`. */
export type Asking = Completing | Recalling | Pasting;
