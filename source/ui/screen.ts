/**
 * What the person at the keyboard has made of the screen: what they write, where they read, what is open.
 * Changed by `press` and `hear` alone.
 */
import type {Room, State} from '../client/state.ts';
import {type Sign, signs as signsAtHand} from '../protocol/signs.ts';
import type {Appearance} from './appearance.ts';
import {type Editor, emptyEditor} from './editor.ts';
import type {Effect} from './effects.ts';
import type {Asking, Door, Overlay, RecordKind, Searching} from './opened.ts';
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
	/** names of what was listed last, for completion */
	readonly records: {readonly [Kind in RecordKind]?: readonly string[]};
	/** what stands between the person and the chat, where a server said no */
	readonly door: Door | undefined;
	/** a short word to the person, until the next key */
	readonly hint: {readonly text: string; readonly tone: 'info' | 'error'} | undefined;
	/** a second Ctrl+C before this time quits (ms since 1970) */
	readonly armedUntil: number;
};

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
	records: {},
	door: undefined,
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
