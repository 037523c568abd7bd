import fc from 'fast-check';
import {parse} from 'smol-toml';
import {describe, expect, test} from 'vitest';
import {patched} from '../../source/preferences/patch.ts';
import {readPreferences} from '../../source/preferences/read.ts';
import {valueWords} from '../../source/ui/preference-values.ts';
import {type PreferenceChange, preferenceNames} from '../../source/ui/preferences.ts';

const value = (name: string, to: string | number | boolean | undefined): PreferenceChange =>
	({type: 'value', name, value: to}) as PreferenceChange;

const written = `# Mine.
theme = "dark" # at night

[sidebar] # beside
# which side
side = 'left'

[aliases]
Hi = "/me waves" # polite
`;

describe('a wish is written where it belongs, and all else stays', () => {
	test.each([
		['another value', value('theme', 'light'), ['theme = "dark" #', 'theme = "light" #']],
		['a value in a table', value('sidebar.side', 'right'), ["side = 'left'", "side = 'right'"]],
		[
			'an alias, however its name is written',
			{type: 'alias', name: 'hi', text: '/me "bows"'},
			['"/me waves"', '"/me \\"bows\\""'],
		],
	] as const)('%s', (_, change, [from, to]) => {
		expect(patched(written, change as PreferenceChange, 'f')).toBe(written.replace(from, to));
	});

	test('a new one comes into its table', () => {
		const next = patched(written, value('sidebar.width', 20), 'f');
		expect(next).toContain("side = 'left'\nwidth = 20\n");
		expect(next.replace('width = 20\n', '')).toBe(written);
	});

	test('into an empty file', () => {
		expect(patched('', value('mouse', false), 'f')).toBe('mouse = false\n');
		expect(patched('', value('time.clock', '24'), 'f')).toBe('[time]\nclock = "24"\n');
	});

	test('what is taken back is gone', () => {
		expect(parse(patched(written, value('sidebar.side', undefined), 'f')).sidebar).toEqual({});
		expect(parse(patched(written, {type: 'alias', name: 'hi', text: undefined}, 'f')).aliases).toEqual({});
		expect(patched(written, value('time.zone', undefined), 'f')).toBe(written);
	});
});

test.each([
	['mouse =\n', 'in f line 1 is no TOML'],
	['sidebar = 3\n', 'in f sidebar is no table'],
	['sidebar = []\n', 'in f sidebar is no table'],
	['[[sidebar]]\nside = "left"\n', 'in f sidebar is no table'],
])('%j is not touched, and it is said why', (text, why) => {
	expect(() => patched(text, value('sidebar.side', 'right'), 'f')).toThrow(`It is not kept: ${why}.`);
});

test('whatever stood there, a written wish is read again and nothing else has changed', () => {
	const comment = fc.constantFrom('', ' # why', ' # theme = "x"');
	const line = fc
		.tuple(
			fc.constantFrom(
				'theme = "dark"',
				'mouse = true',
				'x = """\n[sidebar]\n"""',
				'sidebar.show = false',
				'keys = {}',
				'y = [ # z\n 1,\n]',
				'"sidebar".width = 3',
			),
			comment,
		)
		.map(parts => parts.join(''));
	const end = fc.constantFrom('\n', '\r\n');
	const names = preferenceNames.filter(name => valueWords(name).length > 0);
	fc.assert(
		fc.property(
			fc.uniqueArray(line),
			end,
			fc.constantFrom(...names),
			fc.nat(),
			(lines, newline, name, pick) => {
				const text = lines.map(one => one.replaceAll('\n', newline) + newline).join('');
				let before: Record<string, unknown>;
				try {
					before = parse(text);
				} catch {
					return;
				}
				const words = valueWords(name);
				const word = words[pick % words.length]!;
				const next = patched(text, value(name, word === 'on' ? true : word === 'off' ? false : word), 'f');
				const read = readPreferences(next, 'f').preferences.values[name];
				expect(read === true ? 'on' : read === false ? 'off' : read).toBe(word);
				expect(parse(next).x).toEqual(before.x);
				expect(parse(next).y).toEqual(before.y);
			},
		),
	);
});
