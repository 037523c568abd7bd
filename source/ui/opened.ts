/** What is open on the screen and has the keys: what covers the message pane, and the menus above the line. */
import type {State} from '../client/state.ts';
import type {Completion} from '../protocol/completion.ts';
import type {ChatError} from '../protocol/errors.ts';
import type {EventOf, Person} from '../protocol/messages.ts';
import type {Search} from '../protocol/search.ts';
import type {Deed, Device, Invite, Sanction} from '../protocol/standing.ts';
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
	/** the server has more of them: they are asked for by what is typed */
	readonly isPart: boolean;
	/** names the newest question for people, so that late answers to older ones are known */
	readonly id: number;
	/** who of a crowd was found by what is typed */
	readonly people: readonly Person[];
};

/** Who is in a room of thousands. */
export type PeopleList = {
	readonly type: 'people';
	readonly room: string;
	readonly query: Editor;
	/** names the newest question, so that late answers to older ones are known */
	readonly id: number;
	/** by name, as far as they were told */
	readonly found: readonly Person[];
	/** how many there are whose names begin like what is typed */
	readonly total: number;
	/** there is another page behind them */
	readonly hasMore: boolean;
	/** what comes next answers another query, and takes the place of what was found */
	readonly isNew: boolean;
	readonly chosen: number;
	readonly standing: 'asking' | 'done' | 'failed';
	/** why it failed */
	readonly trouble: string;
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

/** What can be listed of who may come in and speak. */
export type RecordKind = 'devices' | 'invites' | 'bans' | 'audit';

/** One thing of such a list. */
export type RecordItem =
	| {readonly kind: 'devices'; readonly of: Device}
	| {readonly kind: 'invites'; readonly of: Invite}
	| {readonly kind: 'bans'; readonly of: Sanction}
	| {readonly kind: 'audit'; readonly of: Deed};

/** A list of what may come in as oneself, of invitations, of bans, or of what operators did. */
export type Records = {
	readonly type: 'records';
	readonly kind: RecordKind;
	/** only of this room */
	readonly room: string | undefined;
	readonly found: readonly RecordItem[];
	/** what is true besides, such as that there is a password */
	readonly remark: string;
	readonly more: string | undefined;
	readonly chosen: number;
	/** one was asked whether to take the chosen one back */
	readonly isAsked: boolean;
	readonly standing: 'asking' | 'done' | 'failed';
	/** why it failed */
	readonly trouble: string;
};

export type SecretField = 'old' | 'fresh' | 'again';

/** A password is chosen. What is typed is not shown, and kept nowhere. */
export type SecretForm = {
	readonly type: 'secret';
	/** those that are asked for, from top to bottom */
	readonly fields: readonly SecretField[];
	readonly chosen: number;
	readonly editors: Readonly<Record<SecretField, Editor>>;
	/** why it did not work; empty for nothing */
	readonly objection: string;
	/** it is on its way */
	readonly isSent: boolean;
};

/** Something that covers the message pane and has the keys. How each is drawn and pressed is in `overlays/table.ts`. */
export type Overlay =
	| Help
	| RoomPicker
	| PeopleList
	| Searching
	| Settings
	| PersonCard
	| Mentions
	| Records
	| SecretForm;

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

/** What can be typed at the door. */
export type DoorField = 'password' | 'name' | 'entry';

/** What stands in the chat's place where a server said no: why, and what can be done. */
export type Door = {
	/** which no it was: another one is another door */
	readonly error: ChatError;
	readonly chosen: number;
	readonly editors: Readonly<Record<DoorField, Editor>>;
	/** why what was typed will not do; empty for nothing */
	readonly objection: string;
	/** the first row of what is said that is shown */
	readonly top: number;
	/** one looks at what there is of the chat meanwhile */
	readonly isLooking: boolean;
};
