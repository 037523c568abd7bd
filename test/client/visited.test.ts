import {mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readVisited, rememberVisited} from '../../source/client/visited.ts';
import {newFolder} from '../helpers/test-folder.ts';

const at = (address: string, id = 'Alice') => ({address, id});

test('servers are remembered, the newest first and each once', () => {
	const folder = join(newFolder(), 'new');
	expect(readVisited(folder)).toEqual([]);
	for (const address of ['one:1', 'two:2', 'one:1']) rememberVisited(folder, at(address));
	rememberVisited(folder, at('one:1', 'Bob'));
	rememberVisited(folder, {...at('[::1]:5000'), plain: true});
	expect(readVisited(folder)).toEqual([
		{...at('[::1]:5000'), plain: true},
		at('one:1', 'Bob'),
		at('one:1'),
		at('two:2'),
	]);
});

test('they are their owner’s alone, and twenty at most', () => {
	const folder = newFolder();
	for (let port = 1; port <= 30; port++) rememberVisited(folder, at(`host:${port}`));
	expect(readVisited(folder)).toHaveLength(20);
	expect(readVisited(folder)[0]).toEqual(at('host:30'));
	expect(readdirSync(folder)).toEqual(['servers.json']);
	expect(statSync(join(folder, 'servers.json')).mode & 0o777).toBe(0o600);
});

test.each([
	['no JSON', '{'],
	['no list', '{"address": "a:1", "id": "Alice"}'],
	['what is no server', '[1, null, {}, {"address": 1, "id": "a"}, {"address": "a:1"}]'],
	['an address with an escape sequence', JSON.stringify([at('\u001b[2J:1')])],
	['an id that nobody may have', JSON.stringify([at('a:1', 'no id')])],
])('a file with %s holds no servers', (_, text) => {
	const folder = newFolder();
	writeFileSync(join(folder, 'servers.json'), text);
	expect(readVisited(folder)).toEqual([]);
	rememberVisited(folder, at('a:1'));
	expect(readVisited(folder)).toEqual([at('a:1')]);
});

test('where nothing can be written, nothing is said', () => {
	const folder = newFolder();
	mkdirSync(join(folder, 'servers.json'));
	rememberVisited(folder, at('a:1'));
	expect(readVisited(folder)).toEqual([]);
	expect(readdirSync(folder)).toEqual(['servers.json']);
});
