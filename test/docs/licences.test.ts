/** Everything in the bundle: named with a reason in docs/dependencies.md, and under a licence that lets us ship it. */
import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const allowed: ReadonlySet<string> = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

type Package = {name: string; licence: string; text: string};

/** Each package as build.ts writes it. */
const packagesIn = (licences: string): Package[] =>
	licences.split(/^-{78}\n\n/m).map(part => {
		const [, name = '', licence = '', text = ''] = /^(\S+) \S+ \(([^\n]*)\)\n\n([\s\S]*)$/.exec(part) ?? [];
		return {name, licence, text};
	});

/** Names in a first column stand there with a reason; in a second one, for whoever brought them. */
const namesIn = (document: string): Set<string> => {
	const [bundle = ''] = document.split('## For building and testing');
	const cells = bundle
		.split('\n')
		.filter(line => line.startsWith('| '))
		.map(line => line.split('|').map(cell => cell.trim()));
	return new Set(
		cells.flatMap(([, first = '', second = '', third]) =>
			`${first}, ${third === '' ? second : ''}`.split(', ').filter(name => name !== ''),
		),
	);
};

const packages = packagesIn(read('dist/LICENCES.txt'));
const names = namesIn(read('docs/dependencies.md'));

test.each(packages)('$name is named in docs/dependencies.md, under $licence', ({name, licence, text}) => {
	expect(names).toContain(name);
	expect(allowed).toContain(licence);
	expect(text).toMatch(/permission|permitted|Apache License/i);
	expect(text.length).toBeGreaterThan(400);
});

test('nothing is named that is not in the bundle, or does not exist', () => {
	expect(packages.length).toBeGreaterThan(40);
	const bundled = new Set(packages.map(({name}) => name));
	const stale = [...names].filter(
		name => existsSync(new URL(`../../node_modules/${name}`, import.meta.url)) && !bundled.has(name),
	);
	expect(stale).toEqual([]);
});

test('the package has no dependencies of its own', () => {
	const {dependencies, optionalDependencies, peerDependencies} = JSON.parse(read('package.json')) as Record<
		string,
		unknown
	>;
	expect([dependencies, optionalDependencies, peerDependencies]).toEqual([undefined, undefined, undefined]);
});
