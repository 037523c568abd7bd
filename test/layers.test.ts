import {globSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {checkLayers, importsOf, type Source} from './layers.ts';

const root = new URL('../source/', import.meta.url);

test('the source keeps its layers', () => {
	const sources = globSync('**/*.{ts,tsx}', {cwd: root}).map(path => ({
		path,
		text: readFileSync(new URL(path, root), 'utf8'),
	}));
	expect(sources.map(({path}) => path)).toContain('protocol/messages.ts');
	expect(checkLayers(sources)).toEqual([]);
});

describe('imports are found', () => {
	test.each<[string, string, string[]]>([
		['a plain one', "import {a} from './a.ts';", ['./a.ts']],
		['a type', "import type {A} from './a.ts';", ['./a.ts type']],
		['a mixed one', "import React, {type FC, useRef} from 'react';", ['react']],
		['all of a module', "import * as v from 'valibot';", ['valibot']],
		['one for its effect', "import './a.ts';", ['./a.ts']],
		['over many lines', "import {\n\ta,\n\ttype B,\n} from './a.ts';", ['./a.ts']],
		[
			'exported again',
			"export {a} from './a.ts';\nexport * from './b.ts';\nexport * as c from './c.ts';",
			['./a.ts', './b.ts', './c.ts'],
		],
		['exported types', "export type {A} from './a.ts';", ['./a.ts type']],
		['when it is wanted', "\tconst {a} = await import('./a.ts');", ['./a.ts dynamic']],
		['exports of its own', 'export {a};\nexport const b = 1;\nexport type {C};', []],
		['its own data', 'importMeta: import.meta,', []],
		['in comments', "// import {a} from './a.ts'\n/**\n * import {b} from './b.ts'\n */\nconst x = 1;", []],
		['one that is computed', 'await import(name);', ['? dynamic']],
		['one that is odd', "import {a /* why */} from './a.ts';", ['?']],
	])('%s', (_, text, names) => {
		const found = importsOf(text).map(
			({name, isDynamic, isType}) => `${name}${isDynamic ? ' dynamic' : ''}${isType ? ' type' : ''}`,
		);
		expect(found).toEqual(names);
	});
});

describe('each rule can be broken', () => {
	const good: Source[] = [
		{path: 'protocol/names.ts', text: "import * as v from 'valibot';\n"},
		{path: 'protocol/clock.ts', text: 'export const now = () => Date.now();\n'},
		{path: 'journal/memory.ts', text: "import {a} from '../protocol/names.ts';\n"},
		{
			path: 'server/hub.ts',
			text: "import {randomBytes} from 'node:crypto';\nimport type {a} from '../journal/memory.ts';\n",
		},
		{path: 'client/client.ts', text: "import {a} from '../protocol/names.ts';\n"},
		{path: 'ui/view.ts', text: "import {a} from '../client/client.ts';\n"},
		{path: 'ui/app.tsx', text: "import {Box} from 'ink';\nimport {a} from './view.ts';\n"},
		{path: 'serve.ts', text: "import {a} from './server/hub.ts';\n"},
		{path: 'join.ts', text: "const a = import('./serve.ts');\nconst b = import('./ui/app.tsx');\n"},
	];

	test('and these files break none', () => {
		expect(checkLayers(good)).toEqual([]);
	});

	test.each<[string, string, string]>([
		['protocol/a.ts', "import {a} from '../journal/memory.ts';", 'may not import journal/memory.ts'],
		['protocol/a.ts', "import type {a} from '../client/client.ts';", 'may not import client/client.ts'],
		['protocol/a.ts', "import net from 'node:net';", 'is pure and imports node:net'],
		['protocol/a.ts', "import chalk from 'chalk';", 'may not import the package chalk'],
		['protocol/a.ts', 'const now = Date.now();', 'is pure and takes its own time or chance'],
		['protocol/a.ts', 'const id = Math.random();', 'is pure and takes its own time or chance'],
		['protocol/a.ts', 'setTimeout(() => {}, 1);', 'is pure and takes its own time or chance'],
		['journal/a.ts', "import {a} from '../server/hub.ts';", 'may not import server/hub.ts'],
		['server/a.ts', "import {a} from '../client/client.ts';", 'may not import client/client.ts'],
		['server/a.ts', "import {a} from 'ink';", 'may not import the package ink'],
		['client/a.ts', "import type {a} from '../server/hub.ts';", 'may not import server/hub.ts'],
		['client/a.ts', "const a = import('../server/hub.ts');", 'may not import server/hub.ts'],
		['client/a.ts', "export {a} from '../ui/view.ts';", 'may not import ui/view.ts'],
		['ui/wrap.ts', "import {Box} from 'ink';", 'is pure and imports ink'],
		['ui/editor.ts', "import {useState} from 'react';", 'is pure and imports react'],
		['ui/keymap.ts', "import {App} from './app.tsx';", 'is pure and imports ./app.tsx'],
		['ui/a.tsx', "import {a} from '../server/hub.ts';", 'may not import server/hub.ts'],
		['pipe.ts', "import {a} from './server/hub.ts';", 'may not import server/hub.ts'],
		['pipe.ts', "import {a} from './ui/view.ts';", 'may not import ui/view.ts'],
		['cli.ts', "import {a} from './serve.ts';", 'has to load serve.ts only when it is wanted'],
		['client/utils.ts', '', 'has a name that says nothing'],
		['client/string-helpers.ts', '', 'has a name that says nothing'],
		['client/misc/a.ts', '', 'has a name that says nothing'],
		['client/RoomManager.ts', '', 'is not named in kebab-case'],
		['plugins/a.ts', '', 'belongs to no layer'],
		['client/a.ts', "import {a} from './gone.ts';", 'imports ./gone.ts, which is not in the source'],
		['client/a.ts', 'const a = import(name);', 'has an import that cannot be read'],
	])('%s: %s', (path, text, fault) => {
		expect(checkLayers([...good, {path, text}])).toEqual([`${path} ${fault}`]);
	});

	test('a circle', () => {
		const circle = [
			{path: 'client/a.ts', text: "import {b} from './b.ts';"},
			{path: 'client/b.ts', text: "import {c} from './c.ts';"},
			{path: 'client/c.ts', text: "import {a} from './a.ts';"},
		];
		expect(checkLayers(circle)).toEqual([
			'client/a.ts → client/b.ts → client/c.ts → client/a.ts is a circle',
		]);
		const typesOnly = circle.map(({path, text}) => ({path, text: text.replace('import', 'import type')}));
		expect(checkLayers(typesOnly)).toEqual([]);
	});
});
