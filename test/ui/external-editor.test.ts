import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {editorFor, writeInEditor} from '../../source/ui/external-editor.ts';
import {newFolder} from '../helpers/test-folder.ts';

const program = (path: string, script: string): string => {
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, 0o755);
	return path;
};

const never = new AbortController().signal;

/** An editor that writes down where it was, and what it was given. */
const open = (script: string): {env: Record<string, string>; seen: () => string[]} => {
	const folder = newFolder();
	const notes = join(folder, 'notes');
	const look = `{ echo "$1"; stat -c %a "$1" "$(dirname "$1")" 2>/dev/null || stat -f %Lp "$1" "$(dirname "$1")"; cat "$1"; } > ${notes}`;
	const editor = program(join(folder, 'an editor', 'edit'), `${look}\n${script}`);
	return {
		env: {EDITOR: `"${editor}"`, PATH: process.env.PATH ?? ''},
		seen: () => readFileSync(notes, 'utf8').split('\n'),
	};
};

describe('the editor', () => {
	test('is the chosen one, VISUAL before EDITOR, else the first of the usual ones that is there', () => {
		const folder = newFolder();
		const env = {PATH: `/nowhere:${folder}`};
		expect(editorFor(env)).toBeUndefined();
		program(join(folder, 'vi'), '');
		expect(editorFor(env)).toBe('vi');
		program(join(folder, 'nano'), '');
		writeFileSync(join(folder, 'editor'), 'no program');
		expect(editorFor(env)).toBe('nano');
		expect(editorFor({...env, EDITOR: 'ed -p:', VISUAL: ' '})).toBe('ed -p:');
		expect(editorFor({...env, EDITOR: 'ed', VISUAL: 'code --wait'})).toBe('code --wait');
		expect(editorFor({}, 'win32')).toBe('notepad');
	});

	test('gets the text in a file that nobody else can read, and which is gone afterwards', async () => {
		const {env, seen} = open('echo "and more" >> "$1"');
		expect(await writeInEditor('half\nwritten', env, never)).toBe('half\nwritten\nand more');
		const [path, file, folder, ...lines] = seen();
		expect([file, folder]).toEqual(['600', '700']);
		expect(lines).toEqual(['half', 'written', '']);
		expect(existsSync(dirname(path!))).toBe(false);
	});

	test('may leave one newline at the end, which is not meant, and others, which are', async () => {
		expect(await writeInEditor('', open('printf "a\\n\\n" > "$1"').env, never)).toBe('a\n');
		expect(await writeInEditor('', open('printf a > "$1"').env, never)).toBe('a');
	});

	test('that fails, or is none, changes nothing, and says so', async () => {
		const {env, seen} = open('echo lost > "$1"; exit 3');
		await expect(writeInEditor('text', env, never)).rejects.toThrow(
			'ended with 3, and the text is as it was.',
		);
		expect(existsSync(seen()[0]!)).toBe(false);
		await expect(writeInEditor('text', {EDITOR: 'no-such-editor'}, never)).rejects.toThrow(
			'There is no no-such-editor here',
		);
		await expect(writeInEditor('text', {PATH: '/nowhere'}, never)).rejects.toThrow('There is no editor here');
	});

	test.each([
		['no file', 'rm "$1"', 'The editor left no file'],
		['what would never end', 'rm "$1"; mkfifo "$1"', 'The editor left no file'],
		['a heap', 'dd if=/dev/zero of="$1" bs=1024 count=300 2>/dev/null', 'The editor left 300 KB'],
	])('that leaves %s changes nothing, and says so', async (_, script, words) => {
		const {env, seen} = open(script);
		await expect(writeInEditor('text', env, never)).rejects.toThrow(words);
		expect(existsSync(dirname(seen()[0]!))).toBe(false);
	});

	test('ends with the chat, and leaves nothing behind', async () => {
		const folder = newFolder();
		const notes = join(folder, 'notes');
		const stop = new AbortController();
		const env = {
			PATH: process.env.PATH ?? '',
			EDITOR: program(
				join(folder, 'edit'),
				`trap 'exit 7' HUP; echo "$1" > ${notes}; while :; do sleep 0.05; done`,
			),
		};
		const writing = writeInEditor('text', env, stop.signal);
		await expect.poll(() => existsSync(notes) && readFileSync(notes, 'utf8')).toMatch(/\n$/);
		stop.abort();
		expect(existsSync(readFileSync(notes, 'utf8').trim())).toBe(false);
		await expect(writing).rejects.toThrow('edit ended with 7');
	});
});
