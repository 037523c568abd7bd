/**
 * What the person at the keyboard has made of the screen: what they write, where they read, what is open.
 * Changed by `press` and `hear` alone.
 */
import type {Action as Change, Room, State, WishChange} from '../client/state.ts';
import type {Completion} from '../protocol/completion.ts';
import type {EventOf, Request} from '../protocol/messages.ts';
import type {Search} from '../protocol/search.ts';
import {type Sign, signs as signsAtHand} from '../protocol/signs.ts';
import type {Appearance} from './appearance.ts';
import type {Listed} from './destinations.ts';
import {type Editor, emptyEditor} from './editor.ts';
import {
	type PreferenceChange,
	type PreferenceName,
	type Preferences,
	type PreferenceValues,
	usualPreferences,
	withChange,
} from './preferences.ts';
import {emptyRecall, type Recall} from './recall.ts';
import {type SidebarScroll, unscrolled} from './sidebar.ts';
import type {PaneInput, Place} from './view.ts';

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

/** The message that what is written is about. */
export type About = {
	readonly type: 'reply' | 'edit' | 'react';
	readonly seq: number;
	readonly id: string;
	/** what it said then */
	readonly msg: string;
	/** what was half written; it comes back */
	readonly before: Editor;
};

/** What was half written when one left a room. */
export type Draft = {readonly editor: Editor; readonly about: About | undefined};

/** Where Esc leads back to from a message that one jumped to. */
export type Origin = {
	readonly target: string;
	readonly place: Place;
	/** by room key: where one had read in the rooms that one jumped to since */
	readonly places: ReadonlyMap<string, Place>;
	/** the room one jumped to last, by its key, and the message there */
	readonly landed: string;
	readonly seq: number;
};

export type Way = 'older' | 'newer' | 'visit';

export type Screen = {
	readonly editor: Editor;
	readonly about: About | undefined;
	readonly recall: Recall;
	/** by room key */
	readonly drafts: ReadonlyMap<string, Draft>;
	/** by room key: where one reads; the newest message where there is none */
	readonly places: ReadonlyMap<string, Place>;
	/** by room key: where one reads in the old part of it that is looked at */
	readonly visits: ReadonlyMap<string, Place>;
	readonly origin: Origin | undefined;
	/** a message of the room on the screen, by its seq, and what was asked about it: whether to delete it, which of its links to open */
	readonly picked: {readonly seq: number; readonly asked?: 'delete' | 'link'} | undefined;
	/** by room key: seqs of the long messages that are shown whole */
	readonly unfolded: ReadonlyMap<string, ReadonlySet<number>>;
	/** by room key: seqs of the messages that are not drawn as the others are: as they were typed, or as they are meant */
	readonly turned: ReadonlyMap<string, ReadonlySet<number>>;
	/** rooms by key that were emptied: they fill up again when somebody scrolls, and not by themselves */
	readonly cleared: ReadonlySet<string>;
	/** by room key: what of its past is on its way */
	readonly loading: ReadonlyMap<string, Way>;
	/** what the person has set, in the file or since */
	readonly preferences: Preferences;
	/** is the window looked at? Undefined where the terminal never said */
	readonly focused: boolean | undefined;
	readonly sidebarScroll: SidebarScroll;
	readonly overlay: Overlay | undefined;
	/** what was found last, to go on from there */
	readonly searched: Searching | undefined;
	/** questions that were put so far; each gets a number */
	readonly questions: number;
	readonly asking: Asking | undefined;
	/** the signs that have names: the few at hand until all of them are wanted */
	readonly signs: readonly Sign[];
	/** a short word to the person, until the next key */
	readonly hint: {readonly text: string; readonly tone: 'info' | 'error'} | undefined;
	/** a second Ctrl+C before this time quits (ms since 1970) */
	readonly armedUntil: number;
};

export type Effect =
	| {type: 'request'; request: Request}
	| {type: 'change'; change: Change}
	/** loads what is in front of or behind the shown part of a room */
	| {type: 'load'; target: string; way: 'older' | 'newer'}
	/** goes to an old message; enters the room first where one is not in it */
	| {type: 'visit'; target: string; seq: number; joins: boolean}
	| {type: 'endVisit'; target: string}
	| {type: 'unreadFrom'; target: string; seq: number}
	/** @property waits while one types: asks once no other question came for a moment */
	| {type: 'search'; id: number; asked: Search; more: string | undefined; waits: boolean}
	/** asks the server who somebody is */
	| {type: 'whois'; id: string}
	/** asks the server for all of its rooms */
	| {type: 'listRooms'}
	/** what one wants of a room */
	| {type: 'wish'; target: string; change: WishChange}
	| {type: 'ignore'; id: string; on: boolean}
	/** goes on under another name */
	| {type: 'nick'; id: string}
	| {type: 'copy'; text: string}
	| {type: 'openLink'; url: string}
	/** lets somebody write in an editor of theirs */
	| {type: 'editText'; text: string}
	/** fetches the names of all signs. @property completes which way to complete with them then, if one asked for that */
	| {type: 'loadSigns'; completes: 1 | -1 | undefined}
	/** keeps a wish beyond this run */
	| {type: 'keep'; change: PreferenceChange}
	/** reads the configuration file again */
	| {type: 'reload'}
	| {type: 'retry'}
	/** gives up what failed */
	| {type: 'drop'; nonce: string}
	| {type: 'reconnect'}
	| {type: 'quit'; text: string | undefined}
	| {type: 'suspend'}
	| {type: 'redraw'};

/** What came of an effect that takes a while. */
export type News =
	/** @property more there is more where that came from */
	| {type: 'loaded'; key: string; more: boolean}
	| {type: 'visited'; key: string; seq: number}
	| {type: 'found'; id: number; found: ReadonlyArray<EventOf<'message'>>; more: string | undefined}
	| {type: 'searchFailed'; id: number; text: string}
	/** what came of the editor */
	| {type: 'written'; text: string}
	| {type: 'signs'; signs: readonly Sign[]; completes: 1 | -1 | undefined}
	/** the configuration file was read again */
	| {type: 'reread'; preferences: Preferences}
	| {type: 'listed'; rooms: Listed}
	/** who somebody is; without an answer, why there is none */
	| {type: 'introduced'; id: string; answer: EventOf<'whois'> | undefined; trouble: string}
	| {type: 'told'; text: string; tone: 'info' | 'error'};

/** What an update looks at besides the screen. */
export type Surroundings = {
	readonly state: State;
	readonly columns: number;
	readonly rows: number;
	/** ms since 1970 */
	readonly now: number;
	readonly nonce: () => string;
	/** the message pane as it would be drawn at a place, of the room on the screen or of another one */
	readonly pane: (place: Place, room?: Room) => PaneInput;
	/** columns of the line in which one writes */
	readonly composerColumns: number;
	readonly appearance: Appearance;
};

export type Step = {readonly screen: Screen; readonly effects: readonly Effect[]};

export const only = (screen: Screen): Step => ({screen, effects: []});
export const and = (screen: Screen, ...effects: Effect[]): Step => ({screen, effects});

export const bottom: Place = {at: 'bottom'};
export const initialScreen = (preferences: Preferences = usualPreferences): Screen => ({
	editor: emptyEditor,
	about: undefined,
	recall: emptyRecall,
	drafts: new Map(),
	places: new Map(),
	visits: new Map(),
	origin: undefined,
	picked: undefined,
	unfolded: new Map(),
	turned: new Map(),
	cleared: new Set(),
	loading: new Map(),
	preferences,
	focused: undefined,
	sidebarScroll: unscrolled,
	overlay: undefined,
	searched: undefined,
	questions: 0,
	asking: undefined,
	signs: signsAtHand,
	hint: undefined,
	armedUntil: 0,
});

/** Where one reads in a room as it goes on. */
export const placeIn = (screen: Screen, room: string): Place => screen.places.get(room) ?? bottom;

/** Where one reads in what of a room is on the screen. */
export const shownPlace = (screen: Screen, room: Room | undefined): Place => {
	if (!room) return bottom;
	return room.visit ? (screen.visits.get(room.key) ?? bottom) : placeIn(screen, room.key);
};

/** The screen with something set otherwise, as by a key; what is asked for in words is kept in the file too. */
export const withPreference = <Name extends PreferenceName>(
	screen: Screen,
	name: Name,
	value: PreferenceValues[Name],
): Screen => {
	const {preferences} = screen;
	return {...screen, preferences: {...preferences, values: {...preferences.values, [name]: value}}};
};

/** The screen with a wish come true, which is kept. */
export const wished = (screen: Screen, change: PreferenceChange): Step =>
	and({...screen, preferences: withChange(screen.preferences, change)}, {type: 'keep', change});

/** The room on the screen. */
export const roomHere = ({state}: Pick<Surroundings, 'state'>): Room | undefined =>
	state.rooms.get(state.current);

export const told = (screen: Screen, text: string, tone: 'info' | 'error' = 'info'): Step =>
	only({...screen, hint: {text, tone}});

/** A map without a key; itself when it has none. */
export const without = <Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> => {
	if (!map.has(key)) return map;
	const rest = new Map(map);
	rest.delete(key);
	return rest;
};
