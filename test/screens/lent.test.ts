/** Between Ctrl+G and the editor's end the terminal is the editor's, as it is the shell's after Ctrl+Z. */
import {expect, test, vi} from 'vitest';
import {Stage} from './stage.tsx';

const editor = vi.hoisted(() => ({}) as {close: (text: string) => void});

vi.mock('../../source/ui/external-editor.ts', () => ({
	writeInEditor: () =>
		new Promise<string>(resolve => {
			editor.close = resolve;
		}),
}));

/** What was written to the terminal since this was asked last. */
const written = ({terminal}: Stage): string[] => terminal.written.splice(0).filter(text => text !== '');

test('nothing is written while another program has the terminal, and what came meanwhile is drawn afterwards', async () => {
	await using stage = await Stage.open();
	await stage.press('ctrl+g');
	expect(stage.terminal.screen().join('')).toBe('');
	written(stage);
	await stage.hear({type: 'message', room: 'general', seq: 1, id: 'Bob', msg: 'still there?', ts: 0});
	await stage.settle();
	await stage.resize(60, 20);
	await stage.resize(100, 24);
	stage.peer.stream.destroy();
	await stage.settle();
	// Its countdown draws a frame each second, otherwise.
	stage.bench.clock.advance(900);
	await stage.settle();
	expect(stage.snapshot.state.link.type).not.toBe('online');
	expect(written(stage)).toEqual([]);
	editor.close('a word');
	await stage.until(/still there\?[\s\S]*› a word/);
});

test('the terminal echoes no key once it is ours again, before anything is asked of it that it would answer', async () => {
	await using stage = await Stage.open();
	const {terminal} = stage;
	terminal.keyboard.setRawMode = on => terminal.written.push(on ? 'raw' : 'cooked');
	await stage.press('ctrl+g');
	expect(written(stage)).toContain('cooked');
	editor.close('a word');
	await stage.until(/› a word/);
	expect(written(stage)[0]).toBe('raw');
});
