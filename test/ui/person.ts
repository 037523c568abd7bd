/** A person at the keyboard of a screen without a terminal: what keys do, and what comes from the server. */
import {initialState, reduce, reduceAll} from '../../source/client/reduce.ts';
import type {Action, Change, State} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {withDoor} from '../../source/ui/door.ts';
import type {Effect, News} from '../../source/ui/effects.ts';
import {foldingOf} from '../../source/ui/folding.ts';
import {geometry} from '../../source/ui/geometry.ts';
import {hear} from '../../source/ui/hear.ts';
import {shownRoom} from '../../source/ui/held.ts';
import {usualKeys} from '../../source/ui/keymap.ts';
import type {Input} from '../../source/ui/keys.ts';
import {sidebarOf} from '../../source/ui/layout.ts';
import {timeFormat} from '../../source/ui/local-time.ts';
import {press} from '../../source/ui/press.ts';
import {
	initialScreen,
	type Screen,
	type Step,
	type Surroundings,
	shownPlace,
} from '../../source/ui/screen.ts';
import {asItIs} from '../../source/ui/substitutes.ts';
import {createTheme} from '../../source/ui/themes.ts';
import {pane} from '../../source/ui/view.ts';
import {texts} from './rooms.ts';
import {plain} from './samples.ts';

const clock = timeFormat({clock: '24', zone: ''});
const theme = createTheme({depth: 0, background: 'dark'});

const welcome: Event = {
	type: 'welcome',
	v: 1,
	id: 'Alice',
	server: 'tui-chat/0',
	journal: 'j',
	token: 't',
	time: 0,
	limits: {},
};

export const entered = (room: string, ...ids: string[]): Event[] => [
	{type: 'room', room, members: ids.length},
	{type: 'members', room, list: ids.map(id => ({id}))},
	{type: 'live', room, seq: 0},
];

/** Keys change screen and state; what goes to the server is written down. */
export class Person {
	screen: Screen = initialScreen();
	state: State = initialState({id: 'Alice', rooms: ['general', 'ops']});
	effects: Effect[] = [];
	now = 0;
	#nonces = 0;

	constructor() {
		this.receive(welcome, ...entered('general', 'Alice', 'Alan', 'Bob'), ...entered('ops', 'Alice', 'Carol'));
	}

	receive(...events: Event[]): void {
		this.state = reduceAll(
			this.state,
			events.map((event): Change => ({type: 'event', event, at: this.now})),
		);
	}

	/** @returns its seq */
	hear(room: string, id: string, msg: string, more: {ref?: number} = {}): number {
		const seq = (this.state.rooms.get(room)?.seq ?? 0) + 1;
		this.receive({type: 'message', room, seq, id, msg, ts: this.now, ...more});
		return seq;
	}

	press(...names: string[]): this {
		for (const name of names) this.#input({type: 'key', name});
		return this;
	}

	type(text: string): this {
		this.#input({type: 'text', text});
		return this;
	}

	paste(text: string): this {
		this.#input({type: 'paste', text});
		return this;
	}

	focus(focused: boolean): this {
		this.#input({type: 'focus', focused});
		return this;
	}

	/** A press of the left button, or a notch of the wheel. */
	point(column: number, row: number, kind: 'press' | 'up' | 'down' = 'press'): this {
		const place = {type: 'mouse', column, row} as const;
		if (kind === 'press') this.#input({...place, kind, button: 0});
		else this.#input({...place, kind: 'wheel', button: kind === 'up' ? -1 : 1});
		return this;
	}

	/** Whatever a terminal may send. */
	input(input: Input): this {
		this.#input(input);
		return this;
	}

	get sent(): unknown[] {
		return this.effects.filter(effect => effect.type === 'request').map(({request}) => request);
	}

	/** Effects of one type. */
	done<Type extends Effect['type']>(type: Type): Array<Extract<Effect, {type: Type}>> {
		return this.effects.filter((effect): effect is Extract<Effect, {type: Type}> => effect.type === type);
	}

	/** What is written, with a bar where the cursor is. */
	get line(): string {
		const {text, cursor} = this.screen.editor;
		return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
	}

	/** The rows of the pane, as they look. */
	get shown(): string[] {
		const room = this.state.rooms.get(this.state.current)!;
		return pane(this.#around.pane(shownPlace(this.screen, room))).rows.map(row => plain(row).trimEnd());
	}

	/** What the client did meanwhile. */
	change(...actions: Action[]): this {
		for (const action of actions) this.state = reduce(this.state, action);
		this.screen = withDoor(this.screen, this.state);
		return this;
	}

	/** Something that took a while is done. */
	news(news: News): this {
		this.#take(hear(this.screen, news, this.#around));
		return this;
	}

	get #around(): Surroundings {
		const {pane} = geometry(100, 24, sidebarOf(this.screen), 1);
		const {state} = this;
		return {
			state,
			columns: 100,
			rows: 24,
			now: this.now,
			nonce: () => `n${++this.#nonces}`,
			pane: (place, room = state.rooms.get(state.current)!) => ({
				room: shownRoom(room),
				...pane,
				place,
				theme,
				clock,
				me: 'Alice',
				texts,
				loose: room.visit !== undefined,
				turned: this.screen.turned.get(room.key),
				folding: foldingOf(this.screen, room.key),
			}),
			composerColumns: 97,
			appearance: {theme, clock, keys: usualKeys, fit: asItIs, texts},
		};
	}

	#input(input: Input): void {
		this.#take(press(this.screen, input, this.#around));
	}

	#take({screen, effects}: Step): void {
		this.screen = screen;
		this.effects.push(...effects);
		for (const effect of effects) {
			if (effect.type === 'change') this.change(effect.change);
			if (effect.type === 'endVisit' || effect.type === 'unreadFrom') this.change(effect);
			if (effect.type === 'request' && effect.request.type === 'say') {
				this.change({type: 'sending', request: effect.request, ts: this.now});
			}
		}
	}
}
