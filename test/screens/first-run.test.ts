/** Where to go, as it is asked: drawn at the sizes of the other screens. */
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {askWhere} from '../../source/ui/first-run/ask.tsx';
import type {Visited} from '../../source/ui/first-run/form.ts';
import {usualPreferences} from '../../source/ui/preferences.ts';
import {FakeClock} from '../helpers/clock.ts';
import {Emulator} from '../helpers/emulator.ts';
import {checkDrawing, sizes} from './drawings.ts';

type Scene = {
	readonly visited?: readonly Visited[];
	readonly keys?: readonly string[];
	/** why one is not let in */
	readonly refusal?: ChatError;
	/** what the screen shows at the end */
	readonly shows: RegExp;
};

const scenes: Readonly<Record<string, Scene>> = {
	'first-run': {shows: /leaves/},
	'first-run-again': {
		visited: [
			{address: 'chat.example:8082', id: 'Alice'},
			{address: '127.0.0.1:8082', id: 'Root'},
		],
		shows: /› Alice @ chat\.example/,
	},
	'first-run-refused': {keys: ['enter'], shows: /cannot be/},
	'first-run-other-key': {
		keys: ['enter'],
		refusal: new ChatError(
			'KEY_WRONG',
			`The key of chat.example:8082 is not the one that the invitation names: that is SHA256:${'abcd'.repeat(10)}xyz, and the server has SHA256:${'wxyz'.repeat(10)}abc. Nothing was said to it.`,
		),
		shows: /The key of/,
	},
};

describe.each(Object.entries(scenes))(
	'%s',
	(name, {visited = [], keys = [], refusal = new ChatError('UNREACHABLE'), shows}) => {
		test.each(sizes)('at %ix%i', async (columns, rows) => {
			const terminal = new Emulator(columns, rows);
			const left = askWhere({
				visited,
				address: '127.0.0.1:8082',
				id: 'alice',
				preferences: usualPreferences,
				checkAddress: address => address,
				enter: () => Promise.reject(refusal),
				stdin: terminal.keyboard,
				stdout: terminal as unknown as NodeJS.WriteStream,
				clock: new FakeClock(),
			});
			await terminal.until(/›/);
			terminal.press(...keys);
			await terminal.until(shows);
			await checkDrawing(terminal, name);
			terminal.press('ctrl+c');
			expect(await left).toEqual({code: 0});
			terminal.destroy();
		});
	},
);
