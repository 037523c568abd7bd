/**
 * What the person at the keyboard has made of the screen: what they write, where they read, what is open.
 * Changed by `press` alone.
 */
import type {Action as Change, State} from '../client/state.ts';
import type {Request} from '../protocol/messages.ts';
import {type Editor, emptyEditor} from './editor.ts';
import {emptyRecall, type Recall} from './recall.ts';
import type {PaneInput, Place} from './view.ts';

/** Something that covers the message pane and has the keys. */
export type Overlay =
	| {readonly type: 'help'; readonly command: string; readonly top: number}
	| {readonly type: 'rooms'; readonly query: Editor; readonly chosen: number};

/** A running completion: what stood there, and which choice stands there now. */
type Completing = {
	readonly before: Editor;
	readonly start: number;
	readonly end: number;
	readonly choices: readonly string[];
	readonly chosen: number;
};

export type Screen = {
	readonly editor: Editor;
	readonly recall: Recall;
	/** by room key: what was half written when one left the room */
	readonly drafts: ReadonlyMap<string, Editor>;
	/** by room key: where one reads; the newest message where there is none */
	readonly places: ReadonlyMap<string, Place>;
	readonly sidebar: boolean;
	readonly overlay: Overlay | undefined;
	readonly completing: Completing | undefined;
	/** a short word to the person, until the next key */
	readonly hint: {readonly text: string; readonly tone: 'info' | 'error'} | undefined;
	/** a second Ctrl+C before this time quits (ms since 1970) */
	readonly armedUntil: number;
};

export type Effect =
	| {type: 'request'; request: Request}
	| {type: 'change'; change: Change}
	| {type: 'retry'}
	| {type: 'reconnect'}
	| {type: 'quit'; text: string | undefined}
	| {type: 'suspend'}
	| {type: 'redraw'};

/** What an update looks at besides the screen. */
export type Surroundings = {
	readonly state: State;
	readonly columns: number;
	readonly rows: number;
	readonly now: number;
	readonly nonce: () => string;
	/** the message pane as it would be drawn at a place */
	readonly pane: (place: Place) => PaneInput;
	/** columns of the line in which one writes */
	readonly composerColumns: number;
	/** rows that the help can show, and the topmost row it can be scrolled to */
	readonly help: {readonly rows: number; readonly end: (command: string) => number};
};

export type Step = {readonly screen: Screen; readonly effects: readonly Effect[]};

export const bottom: Place = {at: 'bottom'};
export const initialScreen = (sidebar = true): Screen => ({
	editor: emptyEditor,
	recall: emptyRecall,
	drafts: new Map(),
	places: new Map(),
	sidebar,
	overlay: undefined,
	completing: undefined,
	hint: undefined,
	armedUntil: 0,
});

export const placeIn = (screen: Screen, room: string): Place => screen.places.get(room) ?? bottom;
