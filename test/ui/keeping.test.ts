import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {complainOnceThere} from '../../source/ui/complaints.ts';
import type {Input} from '../../source/ui/keys.ts';
import {
	type Keeper,
	type Kept,
	type PreferenceChange,
	usualPreferences,
} from '../../source/ui/preferences.ts';
import {Shell} from '../../source/ui/shell.ts';
import {Bench} from '../client/scripted-server.ts';
import {stillTerminal} from './still-terminal.ts';

/** A file that remembers what it was told, and says what it is made to say. */
class Notebook implements Keeper {
	readonly changes: PreferenceChange[] = [];
	kept: Kept = {preferences: usualPreferences, complaints: []};
	failure: ChatError | undefined;

	async read(): Promise<Kept> {
		return this.kept;
	}

	async keep(change: PreferenceChange): Promise<void> {
		if (this.failure) throw this.failure;
		this.changes.push(change);
	}
}

const open = async (keeper?: Keeper) => {
	const bench = new Bench({rooms: ['general']});
	const shell = new Shell({
		client: bench.client,
		facts: {depth: 0, background: 'dark'},
		preferences: usualPreferences,
		keeper,
		clock: bench.clock,
		columns: 80,
		rows: 24,
		terminal: stillTerminal,
	});
	await bench.online();
	const say = async (line: string): Promise<void> => {
		const inputs: Input[] = [
			{type: 'text', text: line},
			{type: 'key', name: 'enter'},
		];
		for (const input of inputs) shell.input(input);
		await new Promise(resolve => setImmediate(resolve));
	};
	const notes = (): string[] => {
		const {log} = bench.client.state.rooms.get('general')!;
		return log.chunks.flat().flatMap(line => (line.type === 'note' ? [line.text] : []));
	};
	return {bench, shell, say, notes, values: () => shell.snapshot().screen.preferences.values};
};

describe('what is set', () => {
	test('is kept, and looks follow it at once', async () => {
		const keeper = new Notebook();
		const {say, shell} = await open(keeper);
		await say('/set time.clock 12');
		expect(keeper.changes).toEqual([{type: 'value', name: 'time.clock', value: '12'}]);
		expect(shell.snapshot().appearance.clock.columns).toBe(8);
	});

	test('counts for now where it cannot be kept, and the room says why', async () => {
		const keeper = new Notebook();
		keeper.failure = new ChatError('SETTING_BAD', 'The disk is full.');
		const {say, shell, notes, values} = await open(keeper);
		await say('/set mouse off');
		expect(values().mouse).toBe(false);
		expect(shell.snapshot().screen.hint).toEqual({
			text: 'That counts for now, but is not kept.',
			tone: 'error',
		});
		expect(notes()).toEqual(['The disk is full.']);
	});

	test('counts for this run where there is no file at all', async () => {
		const {say, values} = await open();
		await say('/set mouse off');
		await say('/reload');
		expect(values().mouse).toBe(false);
	});
});

describe('/reload', () => {
	test('takes what the file says now, and tells what is wrong in it', async () => {
		const keeper = new Notebook();
		const {say, notes, values} = await open(keeper);
		keeper.kept = {
			preferences: {...usualPreferences, values: {...usualPreferences.values, mouse: false}},
			complaints: ['line 1: no', 'line 2: no'],
		};
		await say('/reload');
		expect(values().mouse).toBe(false);
		expect(notes()).toEqual(['line 1: no', 'line 2: no']);
	});

	test('leaves all as it is when nothing of the file can be taken', async () => {
		const keeper = new Notebook();
		const {say, notes, values} = await open(keeper);
		await say('/set mouse off');
		keeper.kept = {preferences: usualPreferences, complaints: ['line 1: this is no TOML'], isLost: true};
		await say('/reload');
		expect(values().mouse).toBe(false);
		expect(notes()).toEqual(['line 1: this is no TOML']);
	});
});

test('complaints wait for a room to be said in, below what was said there', async () => {
	const bench = new Bench({rooms: ['general']});
	complainOnceThere(bench.client, ['line 1: no'], bench.clock);
	await bench.online();
	await bench.until(({rooms}) => rooms.get('general')?.live === true);
	const {log} = bench.client.state.rooms.get('general')!;
	expect(log.chunks.flat().at(-1)).toMatchObject({type: 'note', text: 'line 1: no', tone: 'error'});
});
