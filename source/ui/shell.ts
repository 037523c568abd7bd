/**
 * Joins keyboard, client and screen: keys go through `press`, its effects are carried out here, and whoever
 * draws subscribes to one snapshot. Holds no React and no terminal, so that tests can drive it.
 */
import {randomBytes} from 'node:crypto';
import type {Client} from '../client/client.ts';
import type {Log} from '../client/log.ts';
import {title} from '../client/select.ts';
import type {Line, State} from '../client/state.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {appearanceOf, type Facts} from './appearance.ts';
import {withDoor} from './door.ts';
import {DraftKeeper, rehomed, restored} from './drafts.ts';
import type {News} from './effects.ts';
import {Errands, type Terminal} from './errands.ts';
import {hear} from './hear.ts';
import type {Input} from './keys.ts';
import {layoutOf, paneInput, type Snapshot} from './layout.ts';
import {Notifier} from './notifier.ts';
import {refit} from './pick.ts';
import type {Keeper, Preferences} from './preferences.ts';
import {press} from './press.ts';
import {withMore} from './reading.ts';
import {Receipts} from './receipts.ts';
import {initialScreen, only, type Screen, type Step, type Surroundings} from './screen.ts';

export type ShellOptions = {
	client: Client;
	/** what the terminal is, as far as that is known */
	facts: Facts;
	preferences: Preferences;
	/** where wishes are kept; none keeps them for this run */
	keeper?: Keeper | undefined;
	clock: Clock;
	columns: number;
	rows: number;
	terminal: Terminal;
};

/** Messages of others are drawn at most this often, so that keys always find a free moment. */
const calmMs = 60;
const countdownMs = 1000;
/** What there is to do in a queue: leave, suspend, draw again. */
const queueKeys: ReadonlySet<string> = new Set(['ctrl+c', 'ctrl+z', 'ctrl+l']);

export class Shell {
	readonly #client: Client;
	readonly #clock: Clock;
	readonly #terminal: Terminal;
	readonly #errands: Errands;
	readonly #drafts: DraftKeeper;
	readonly #notifier: Notifier;
	readonly #receipts: Receipts;
	readonly #listeners = new Set<() => void>();
	readonly #unsubscribe: () => void;
	#facts: Facts;
	#snapshot: Snapshot;
	#announced = false;
	#timer: Timer | undefined;
	#ticker: Timer | undefined;
	#shownAt = Number.NEGATIVE_INFINITY;
	/** for each room's lines, whether what is in front of them was asked for without being scrolled to */
	readonly #filled = new WeakSet<Log<Line>>();

	constructor({client, facts, preferences, keeper, clock, columns, rows, terminal}: ShellOptions) {
		this.#facts = facts;
		this.#client = client;
		this.#clock = clock;
		this.#terminal = terminal;
		this.#errands = new Errands({client, clock, terminal, keeper, tell: news => this.#hear(news)});
		const screen = (): Screen => this.#snapshot.screen;
		this.#notifier = new Notifier({clock, terminal, screen, state: client.state});
		this.#receipts = new Receipts({
			clock,
			state: client.state,
			faded: () => this.#publish({receipt: undefined}),
		});
		this.#snapshot = {
			state: client.state,
			screen: withDoor(
				restored(initialScreen(preferences), client.writing, client.state.current),
				client.state,
			),
			appearance: appearanceOf(preferences, facts),
			columns,
			rows,
			now: clock.now(),
		};
		this.#drafts = new DraftKeeper({clock, writing: () => client.writing});
		this.#unsubscribe = client.subscribe(this.#changed);
		this.#follow(this.#snapshot);
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	readonly snapshot = (): Snapshot => this.#snapshot;

	/** How Ink hands the terminal over for a while; set by the app once it is mounted. */
	suspendTerminal: () => Promise<{resume: () => Promise<void>}> = async () => ({resume: async () => {}});

	input(input: Input): void {
		const state = this.#client.state;
		// Nothing is said from a line that nobody sees. While it connects, in an instant, typing ahead is welcome.
		const isQueued = state.link.type === 'waiting' && state.journal === undefined;
		if (isQueued && !(input.type === 'key' && queueKeys.has(input.name))) return;
		// It may have been refused since the last frame.
		const screen = withDoor(this.#snapshot.screen, state);
		const now = this.#clock.now();
		const step = press(screen, input, this.#surroundings(state, now));
		this.#take(step);
		this.#sayTyping(screen, step.screen, state);
		// A typed letter is drawn with the messages as they stand; what moves the reader needs the newest.
		const moved = step.effects.length > 0 || step.screen.places !== screen.places;
		this.#publish(moved ? {state: this.#client.state, now} : {now});
	}

	/** Drawn before this returns: until then the terminal shows a frame of the wrong size. */
	resize(size: {columns: number; rows: number}): void {
		const {state} = this.#client;
		this.#snapshot = {...this.#snapshot, ...size, state};
		this.#take(refit(this.#snapshot.screen, this.#surroundings(state, this.#clock.now())));
		this.#announce();
	}

	close(): void {
		this.#unsubscribe();
		this.#clock.clearTimeout(this.#timer);
		this.#clock.clearInterval(this.#ticker);
		this.#errands.close();
		this.#drafts.close();
		this.#notifier.close();
		this.#receipts.close();
		this.#listeners.clear();
	}

	#surroundings(state: State, now: number): Surroundings {
		const snapshot = {...this.#snapshot, state};
		const {columns, rows} = snapshot;
		const {composer} = layoutOf(snapshot);
		return {
			state,
			columns,
			rows,
			now,
			nonce: () => randomBytes(16).toString('base64url'),
			pane: (place, room) => paneInput(snapshot, place, room),
			composerColumns: composer.width,
			appearance: snapshot.appearance,
		};
	}

	/** The terminal has told something of itself. */
	learn(facts: Partial<Facts>): void {
		const known: Readonly<Record<string, unknown>> = this.#facts;
		if (Object.entries(facts).every(([name, value]) => known[name] === value)) return;
		this.#facts = {...this.#facts, ...facts};
		this.#dress();
		this.#publish({});
	}

	#dress(): void {
		const appearance = appearanceOf(this.#snapshot.screen.preferences, this.#facts);
		const {fit} = this.#snapshot.appearance;
		this.#snapshot = {...this.#snapshot, appearance};
		// The rows stay what they are, and are written otherwise.
		if (appearance.fit !== fit) this.#terminal.redraw();
	}

	/** Something that took a while is done, or could not be. */
	#hear(news: News): void {
		const now = this.#clock.now();
		this.#take(hear(this.#snapshot.screen, news, this.#surroundings(this.#client.state, now)));
		this.#publish({state: this.#client.state, now});
	}

	/** Where what is held does not fill the screen, older messages are asked for: once, and then by scrolling. */
	#fill({state, screen}: Snapshot): void {
		const room = state.rooms.get(state.current);
		if (!room?.live || !room.entered || room.visit) return;
		if (screen.cleared.has(room.key) || this.#filled.has(room.log)) return;
		this.#filled.add(room.log);
		this.#take(withMore(only(screen), this.#surroundings(state, this.#clock.now())));
	}

	#take({screen, effects}: Step): void {
		const {preferences} = this.#snapshot.screen;
		this.#snapshot = {...this.#snapshot, screen};
		if (screen.preferences !== preferences) this.#dress();
		for (const effect of effects) this.#errands.run(effect);
	}

	#sayTyping(before: Screen, after: Screen, state: State): void {
		const {text} = after.editor;
		if (after.about !== before.about || after.about?.type === 'edit' || after.about?.type === 'react') return;
		if (text.length <= before.editor.text.length || text.startsWith('/')) return;
		const target = state.rooms.get(state.current)?.target;
		if (target !== undefined) this.#client.typing(target);
	}

	/** The client's state has changed: shown at once when it has been calm, else when the time is up. */
	readonly #changed = (local: boolean): void => {
		this.#notifier.look(this.#client.state);
		this.#receipts.look(this.#client.state, isStill(this.#snapshot.screen));
		if (local) {
			this.#show();
			return;
		}
		if (this.#timer) return;
		const since = this.#clock.elapsed() - this.#shownAt;
		if (since >= calmMs) this.#show();
		else this.#timer = this.#clock.setTimeout(this.#show, calmMs - since);
	};

	readonly #show = (): void => {
		this.#clock.clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#shownAt = this.#clock.elapsed();
		this.#publish({state: this.#client.state, now: this.#clock.now(), receipt: this.#receipts.shown});
	};

	#publish(change: Partial<Snapshot>): void {
		const before = this.#snapshot;
		const after = {...before, ...change};
		const screen = withDoor(rehomed(after.screen, before.state, after.state), after.state);
		this.#snapshot = {...after, screen};
		this.#drafts.look(this.#snapshot.screen, after.state);
		this.#fill(this.#snapshot);
		this.#follow(this.#snapshot);
		if (this.#announced) return;
		this.#announced = true;
		// Several keys of one chunk make one frame.
		queueMicrotask(() => {
			this.#announced = false;
			this.#announce();
		});
	}

	#announce(): void {
		for (const listener of this.#listeners) listener();
	}

	/** Keeps the window's title, and a clock that runs only while a countdown or a typist is on the screen. */
	#follow({state, screen}: Snapshot): void {
		const {preferences} = screen;
		this.#terminal.title(title(state, preferences.values['notify.title']));
		this.#terminal.mouse(preferences.values.mouse);
		if (!isStill(screen) && (isCounting(state, this.#clock.now()) || isSomebodyTyping(state))) {
			this.#ticker ??= this.#clock.setInterval(this.#tick, countdownMs);
		} else {
			this.#clock.clearInterval(this.#ticker);
			this.#ticker = undefined;
		}
	}

	readonly #tick = (): void => {
		const now = this.#clock.now();
		if (isSomebodyTyping(this.#client.state)) this.#client.store.dispatch({type: 'expire', now});
		this.#publish({state: this.#client.state, now});
	};
}

/** May nothing on the screen change by itself? */
const isStill = ({preferences}: Screen): boolean => preferences.values.motion === 'reduced';

/** Is there a time on the screen that comes nearer? */
const isCounting = ({link}: State, now: number): boolean =>
	link.type === 'offline' || (link.type === 'refused' && (link.retryAt ?? 0) > now);

const isSomebodyTyping = (state: State): boolean => (state.rooms.get(state.current)?.typing.size ?? 0) > 0;
