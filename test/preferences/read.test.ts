import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Effort, lineOf} from '../../source/preferences/line-of.ts';
import {readPreferences} from '../../source/preferences/read.ts';
import {usualPreferences} from '../../source/ui/preferences.ts';

const complaints = (text: string): readonly string[] => readPreferences(text, 'config.toml').complaints;

test('an empty file sets nothing', () => {
	expect(readPreferences('', 'config.toml')).toEqual({preferences: usualPreferences, complaints: []});
});

test('what is set is read, and all else stays as usual', () => {
	const {preferences, complaints} = readPreferences(
		`
theme = "light"
mouse = false
[sidebar]
side = "right"
width = 30
[time]
clock = 24
zone = "Europe/Berlin"
[keys]
pick-room = ["F2", "Ctrl+O"]
[aliases]
Hi = "/me waves at $1"
`,
		'config.toml',
	);
	expect(complaints).toEqual([]);
	expect(preferences).toEqual({
		values: {
			...usualPreferences.values,
			theme: 'light',
			mouse: false,
			'sidebar.side': 'right',
			'sidebar.width': 30,
			'time.clock': '24',
			'time.zone': 'Europe/Berlin',
		},
		keys: {pickRoom: ['f2', 'ctrl+o']},
		aliases: {hi: '/me waves at $1'},
	});
});

describe('a mistake is told with its line and a reason, and the rest counts', () => {
	test.each([
		[
			'theme = "drak"',
			1,
			'theme has to be auto, dark, light, contrast, deuteran or tritan, not “drak”; did you mean dark?',
		],
		['\ncolour = 3', 2, 'There is no setting “colour”.'],
		[
			'[sidebar]\nshow = true\nwdith = 3',
			3,
			'There is no setting “sidebar.wdith”. Did you mean sidebar.width?',
		],
		['[sidebar]\nwidth = 61', 2, 'sidebar.width has to be a whole number from 0 to 60, not 61.'],
		['[sidebar]\nwidth = "wide"', 2, 'sidebar.width has to be a whole number from 0 to 60, not “wide”.'],
		['[notify]\nbell = "yes"', 2, 'notify.bell has to be true or false, not “yes”.'],
		['[time]\nzone = "Mars"', 2, 'time.zone has to be a time zone such as Europe/Berlin, not “Mars”.'],
		['[time]\nzone = 1', 2, 'time.zone has to be a text in quotation marks, not 1.'],
		['motion = ["full"]', 1, 'motion has to be full or reduced, not that.'],
		['# one\nsidebar = true', 2, 'sidebar is a table: write [sidebar] above what belongs to it.'],
		['[[keys]]', 1, 'keys is a table: write [keys] above what belongs to it.'],
		['[keys]\nsearch = "ctrl+foo"', 2, 'search has “ctrl+foo”, which is no key.'],
		['[keys]\nserach = "f3"', 2, 'serach is nothing that keys do; did you mean search?'],
		['[aliases]\njoin = "/join #ops"', 2, '/join is a command already, and no alias may hide it.'],
		['[aliases]\n"a b" = "x"', 2, '/a b is no name for a command: letters, digits, _ and - are allowed.'],
		['[aliases]\nhi = ""', 2, '/hi has to be a text in quotation marks.'],
		['[aliases]\nhi = "one\\ntwo"', 2, '/hi has to be one line.'],
		['__proto__ = 1', 1, 'There is no setting “__proto__”.'],
	])('%j', (text, line, reason) => {
		const {preferences, complaints} = readPreferences(
			`${text}\n[notify]\nquiet = true\n`.replace(/(\[notify\]\n.*)\[notify\]\n/s, '$1'),
			'config.toml',
		);
		expect(complaints).toEqual([`config.toml, line ${line}: ${reason}`]);
		expect(preferences.values['notify.quiet']).toBe(true);
	});
});

test('a file that is no TOML is told with the line where it stops being any', () => {
	expect(complaints('theme = "dark"\nmouse =\n')).toEqual([
		'config.toml, line 2: this is no TOML (invalid value), so nothing of the file was taken.',
	]);
});

test('a file full of mistakes does not fill the room with them', () => {
	const told = complaints(Array.from({length: 500}, (_, index) => `x${index} = 1`).join('\n'));
	expect(told).toHaveLength(21);
	expect(told.at(-1)).toBe('config.toml: 480 more like these.');
});

test('whatever the file holds, reading it ends with preferences', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 80}), text => {
			expect(Object.keys(readPreferences(text, 'f').preferences.values)).toEqual(
				Object.keys(usualPreferences.values),
			);
		}),
	);
});

describe('the line of a value', () => {
	const text = 'a = """\nb = 1\n"""\nb = [\n  1,\n]\n\n# c\n[c] # d\nd.e = {f = 1}\n';
	test.each([
		[['a'], 1],
		[['b'], 4],
		[['c'], 9],
		[['c', 'd'], 10],
		[['c', 'd', 'e', 'f'], 10],
		[['f'], undefined],
	])('%j is on line %s', (path, line) => {
		expect(lineOf(text, path, new Effort(1e6))).toBe(line);
	});

	test('is found in a file of any length', () => {
		const long = Array.from({length: 300}, (_, index) => (index % 3 === 0 ? `# ${index}` : `x${index} = 1`));
		for (const index of [1, 2, 148, 299])
			expect(lineOf(long.join('\n'), [`x${index}`], new Effort(1e6))).toBe(index + 1);
	});
});

test('what is wrong below a text of very many lines is told at once, if without its line', () => {
	const text = `note = """\n${'a\n'.repeat(100_000)}"""\nthemee = 1\n`;
	expect(readPreferences(text, 'config.toml').complaints).toEqual([
		'config.toml: There is no setting “note”.',
		'config.toml: There is no setting “themee”. Did you mean theme?',
	]);
});
