/** The examples of docs/operating are what a server takes. */
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {flagOf, type SettingName, settings, variableOf} from '../../source/config.ts';
import {measureNames, metricPrefix} from '../../source/server/measures.ts';
import {fileBounds, parseServerFile} from '../../source/settings/file.ts';
import {boundVariable} from '../../source/settings/serving.ts';

const read = (name: string): string => readFileSync(`docs/${name}`, 'utf8');
const files = ['operating/tui-chat.service', 'operating/Dockerfile', 'operating/compose.yaml'].map(read);
const page = read('operating.md');

test('the example of a file has no mistakes', () => {
	const {values, bounds, faults} = parseServerFile(read('operating/chat.toml'), 'chat.toml');
	expect(faults).toEqual([]);
	expect(values).toMatchObject({closed: true, logLevel: 'info'});
	expect(Object.keys(bounds)).not.toHaveLength(0);
});

test('flags and variables that are named are there', () => {
	const names = Object.keys(settings) as SettingName[];
	const known = new Set([
		...names.flatMap(name => [flagOf(name), variableOf(name)]),
		...[...fileBounds.values()].map(boundVariable),
		// What holds secrets has no flag.
		'TUI_CHAT_ENTRY',
		'TUI_CHAT_ACCESS',
	]);
	// Of other programs.
	const others =
		/^--(?:pty|property|permanent|add-port|global|pull|tag|detach|name|network|volume|env|signal|publish|directory|mode|owner|group|interval|timeout|start-period|eval|for|uses|now)$/;
	for (const text of [...files, page]) {
		const flags = text.match(/(?<![\w-])--[a-z][a-z-]+\b/g) ?? [];
		expect(flags.filter(flag => !known.has(flag) && !others.test(flag))).toEqual([]);
		const variables = text.match(/\bTUI_CHAT_[A-Z_]+\b/g) ?? [];
		expect(variables.filter(variable => !known.has(variable))).toEqual([]);
	}
});

test('metrics that alerts speak of are measured', () => {
	const named = [...page.matchAll(/`[^`]*?\btui_chat_(\w+)/g)].map(([, name]) => name!);
	expect(named.length).toBeGreaterThan(measureNames.length);
	const known = new Set<string>([...measureNames, 'ack_seconds']);
	expect(named.filter(name => !known.has(name))).toEqual([]);
	expect(metricPrefix).toBe('tui_chat_');
});

test('a server that is run as the examples say writes nobody’s words', () => {
	for (const text of files.slice(0, 2)) expect(text).toMatch(/log-level info|LOG_LEVEL=info/);
});
