/**
 * Whatever is said, whatever is pressed, and however large the window is: the screen is what its views mean, on a
 * terminal that takes each character as wide as it is. More runs: TUI_CHAT_RUNS=200 npx vitest run test/screens
 */

import fc from 'fast-check';
import {test, vi} from 'vitest';
import {usualKeys} from '../../source/ui/keymap.ts';
import {encodeKey} from '../helpers/keys.ts';
import {checkCursor, checkFresh, checkHarmless, checkShown, checkSteady, checkWidths} from './checks.ts';
import {Stage} from './stage.tsx';
import {hostileMessage, mixed, wideName} from './texts.ts';
import {deeds, World} from './world.ts';

// Nothing else is started, whatever keys come together.
vi.mock('../../source/ui/open-link.ts', () => ({openLink: async () => false}));
vi.mock('../../source/ui/external-editor.ts', () => ({writeInEditor: async (text: string) => text}));

const runs = Number(process.env.TUI_CHAT_RUNS ?? 25);
const seed = Number(process.env.TUI_CHAT_SEED ?? 4);

/** Keys that leave the program, or hand the terminal over to another one. */
const leaving: ReadonlySet<string> = new Set(['ctrl+z', 'ctrl+g', 'alt+e', 'ctrl+c']);
const keys = usualKeys.groups
	.flatMap(({rows}) => rows.flatMap(({keys}) => keys))
	.filter(key => !leaving.has(key) && isEncodable(key));

function isEncodable(key: string): boolean {
	try {
		encodeKey(key);
		return true;
	} catch {
		return false;
	}
}

const lines = [
	['/help', '/help join', '/help zzz', '/topic 漢字', `/topic ${'long '.repeat(50)}`],
	['/msg Dana hello', '/query Bob', '/join #漢字', `/join ${wideName}`],
	['/me waves', '/search green', '/search 漢', '/clear', '/leave', '/away 漢字'],
	['/back', '/rooms', '/who', '/whois Bob', '/nope', '//slash', 'Yes.', ':sm'],
	['@', '/', '#', '/set ', '/set', '/theme light', '/theme contrast', '/theme auto'],
	['/set sidebar.side right', '/set sidebar.side left', '/set sidebar.width 60'],
	['/set time.clock 12', '/set text.markdown off', '/set text.fold 3'],
	['/set motion reduced', '/set text.emoji safe', '/mentions', '/pin'],
	['/mute', '/unmute', '/mute #ops', '/notify all', '/ignore Bob', '/ignore', '/nick Zoë'],
	['/devices', '/invites', '/bans #ops', '/audit', '/invite --uses 3', '/token 漢字', '/register x'],
	['/register', '/lock', '/mute Bob 2h 漢字', '/ban 漢字', '/op Bob #ops'],
	['/alias hi /me waves', '/hi', '/edit', '/delete', '/react 👍', '/reply so?'],
].flat();

const size = fc.record({
	columns: fc.oneof(fc.integer({min: 30, max: 250}), fc.constantFrom(30, 31, 40, 60, 61, 80, 100)),
	rows: fc.oneof(fc.integer({min: 8, max: 60}), fc.constantFrom(8, 10, 13, 14, 24)),
});

/** In one read it would be an Alt key with what follows, such as the one for the editor. */
const escapeLast = (names: readonly string[]): string[] => [
	...names.filter(name => name !== 'escape'),
	...names.filter(name => name === 'escape').slice(0, 1),
];

const step = fc.oneof(
	{weight: 6, arbitrary: fc.record({does: fc.constant('others' as const), deeds})},
	{
		weight: 8,
		arbitrary: fc.record({
			does: fc.constant('keys' as const),
			keys: fc.array(fc.constantFrom(...keys), {minLength: 1, maxLength: 4}).map(escapeLast),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			does: fc.constant('line' as const),
			line: fc.constantFrom(...lines),
			sends: fc.boolean(),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			does: fc.constant('type' as const),
			text: mixed.map(text => text.replaceAll(/[\n\t]/g, ' ')),
		}),
	},
	{weight: 1, arbitrary: fc.record({does: fc.constant('paste' as const), text: mixed})},
	{weight: 3, arbitrary: fc.record({does: fc.constant('resize' as const), size})},
	{weight: 3, arbitrary: fc.record({does: fc.constant('answer' as const), refuse: fc.boolean()})},
	{weight: 1, arbitrary: fc.record({does: fc.constantFrom('cut' as const, 'back' as const)})},
	{
		weight: 1,
		arbitrary: fc.record({does: fc.constant('wait' as const), ms: fc.constantFrom(1000, 7000, 60_000)}),
	},
	{weight: 1, arbitrary: fc.record({does: fc.constant('focus' as const), on: fc.boolean()})},
	{
		weight: 2,
		arbitrary: fc.record({
			does: fc.constant('click' as const),
			button: fc.constantFrom(0, 2, 64, 65),
			column: fc.nat(120),
			row: fc.nat(30),
		}),
	},
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const take = async (stage: Stage, world: World, step: Step): Promise<void> => {
	switch (step.does) {
		case 'others':
			return world.play(step.deeds);
		case 'keys':
			// In one read, as a fast hand or a slow network makes it.
			return void stage.terminal.type(step.keys.map(key => encodeKey(key)).join(''));
		case 'line':
			return void stage.terminal.type(`${step.line}${step.sends ? '\r' : ''}`);
		case 'type':
			return void stage.terminal.type(step.text);
		case 'paste':
			return void stage.terminal.type(`\u001b[200~${step.text}\u001b[201~`);
		case 'resize':
			return stage.terminal.resize(step.size.columns, step.size.rows);
		case 'answer':
			return world.answer(step.refuse);
		case 'cut':
			return world.cut();
		case 'back':
			return world.comeBack();
		case 'wait':
			return stage.bench.clock.advance(step.ms);
		case 'focus':
			return void stage.terminal.type(step.on ? '\u001b[I' : '\u001b[O');
		case 'click': {
			const at = `${step.button};${step.column + 1};${step.row + 1}`;
			return void stage.terminal.type(`\u001b[<${at}M${step.button < 64 ? `\u001b[<${at}m` : ''}`);
		}
	}
};

type Size = {readonly columns: number; readonly rows: number};

/** Does these things on a screen of this size, and looks at each frame. */
const watch = async (size: Size, steps: readonly Step[]): Promise<void> => {
	await using stage = await Stage.open(size);
	const world = new World(stage);
	for (const one of steps) {
		const before = stage.terminal.screen();
		stage.takeShown();
		await take(stage, world, one);
		await stage.settle();
		const isOne = one.does === 'others' || (one.does === 'keys' && one.keys.length === 1);
		if (one.does !== 'resize') checkSteady(before, stage.takeShown(), isOne);
		checkHarmless(stage.terminal.written.splice(0));
		checkWidths(stage);
		checkFresh(stage);
		await checkShown(stage);
		checkCursor(stage);
	}
};

test('every frame is what its views mean, fits, does not blink, and has the cursor where one writes', async () => {
	const steps = fc.array(step, {minLength: 1, maxLength: 30, size: 'max'});
	// Making a failure small takes minutes, which CI has not.
	const endOnFailure = process.env.CI !== undefined;
	await fc.assert(fc.asyncProperty(size, steps, watch), {seed, numRuns: runs, endOnFailure});
});

const doorKeys = [
	['left', 'right', 'backspace', 'ctrl+u', 'ctrl+l', 'f1', 'alt+b', 'up', 'down'],
	['tab', 'shift+tab', 'pageup', 'pagedown', 'home', 'alt+r'],
].flat();

const doorStep = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			does: fc.constant('type' as const),
			text: mixed.map(text => text.replaceAll(/[\n\t]/g, ' ')),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			does: fc.constant('keys' as const),
			keys: fc.array(fc.constantFrom(...doorKeys), {
				minLength: 1,
				maxLength: 3,
			}),
		}),
	},
	{weight: 2, arbitrary: fc.record({does: fc.constant('resize' as const), size})},
);

test('so is what stands in front of the chat, whatever the server says and somebody types', async () => {
	const said = fc.constantFrom(
		{code: 'ID_USED'},
		{code: 'ID_USED', owned: true},
		{code: 'ID_USED', here: true},
		{code: 'PASSWORD_WRONG'},
		{code: 'INVITE_NEEDED'},
		{code: 'TRY_LATER', wait: 90_000},
		{code: 'BANNED'},
		{code: 'KEY_CHANGED'},
	) as fc.Arbitrary<{code: string; owned?: true; here?: true; wait?: number}>;
	const steps = fc.array(doorStep, {maxLength: 8, size: 'max'});
	await fc.assert(
		fc.asyncProperty(size, said, hostileMessage, steps, async (size, said, text, steps) => {
			await using stage = new Stage(size);
			void stage.bench.client.connect().catch(() => {});
			stage.peer = await stage.bench.peer();
			await stage.peer.next('hello');
			stage.peer.send({type: 'error', text, ...said});
			await stage.bench.linked('refused');
			const world = new World(stage);
			for (const one of steps) {
				await stage.settle();
				checkWidths(stage);
				await checkShown(stage);
				checkHarmless(stage.terminal.written.splice(0));
				await take(stage, world, one);
			}
		}),
		{seed, numRuns: runs, endOnFailure: process.env.CI !== undefined},
	);
});

const smallest: Size = {columns: 30, rows: 8};
const acts = {
	type: 'message',
	room: 'general',
	id: wideName,
	msg: 'a',
	kind: 'me',
	about: 0,
	minutes: 0,
} as const;

test.each<[string, Size, Step[]]>([
	[
		'what somebody with a long name does in answer was wider than the window',
		smallest,
		[{does: 'others', deeds: [{...acts, kind: undefined}, acts]}],
	],
	['the screen was seen empty while it was drawn again', smallest, [{does: 'keys', keys: ['ctrl+l']}]],
])('%s', async (_, size, steps) => watch(size, steps));
