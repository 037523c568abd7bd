import {describe, expect, test} from 'vitest';
import {encodeKey} from './keys.ts';
import {renderSvg} from './render-svg.ts';
import {openTerminal, type Terminal, untouched} from './terminal.ts';

/** A shell that runs a script and then waits for a line. */
const openShell = (script: string, rows = 6): Terminal =>
	openTerminal({command: 'sh', args: ['-c', script], columns: 60, rows});

describe('a terminal', () => {
	test('shows what a program draws, with its attributes', async () => {
		await using terminal = openShell(
			"printf 'a \\033[1;31mred\\033[0m \\033[38;2;1;2;3mtrue\\033[0m'; read x",
		);
		await terminal.until('a red true');
		expect(terminal.cell(0, 2)).toMatchObject({text: 'r', bold: true, foreground: 1});
		expect(terminal.cell(0, 6)).toMatchObject({text: 't', bold: false, foreground: '#010203'});
		expect(terminal.cursor).toEqual({row: 0, column: 10, visible: true});
	});

	test.each([
		['👩‍👩‍👧', 2],
		['❤️', 2],
		['👍🏽', 2],
		['1️⃣', 2],
		['🇵🇱', 2],
		['é', 1],
		['李', 2],
		['ก็', 1],
	])('draws %s in %i columns', async (cluster, columns) => {
		await using terminal = openShell(`printf '${cluster}|'; read x`);
		await terminal.until('|');
		expect(terminal.cell(0, columns).text).toBe('|');
		expect(terminal.cell(0, 0).text).toBe(cluster);
	});

	test('knows the modes that a program has left behind', async () => {
		const set = '\\033[?1049h\\033[?25l\\033[?7l\\033[?2004h\\033[?1004h\\033[?1000h\\033[?1006h\\033[?2031h';
		await using terminal = openShell(`printf '${set}ready'; read x`);
		await terminal.until('ready');
		expect(terminal.modes).toEqual({
			...untouched,
			alternateScreen: true,
			cursorVisible: false,
			autowrap: false,
			bracketedPaste: true,
			focusReports: true,
			mouse: 'vt200',
			mouseDigits: true,
			schemeReports: true,
		});
	});

	test('answers what the program asks it', async () => {
		const ask = "stty raw -echo; printf 'ab\\033[6n'; dd bs=1 count=6 2>/dev/null | od -An -c";
		await using terminal = openShell(ask);
		await terminal.until(/033\s+\[\s+1\s+;\s+3\s+R/);
	});

	test('tells how the program ended, and what it drew', async () => {
		await using terminal = openShell('printf bye; exit 3');
		expect(await terminal.exit).toEqual({code: 3, signal: undefined});
		expect(terminal.screen()[0]).toBe('bye');
		await using killed = openShell('printf up; read x');
		await killed.until('up');
		killed.kill('SIGKILL');
		expect(await killed.exit).toMatchObject({signal: 'SIGKILL'});
	});

	test('gives up waiting, with the screen, once the program has ended', async () => {
		await using terminal = openShell('printf drawn; exit 3');
		await expect(terminal.until('never')).rejects.toThrow(/ended with 3 before "never".*│drawn/s);
	});

	test('resizes under the program', async () => {
		await using terminal = openShell("trap 'stty size' WINCH; printf on; while :; do read x; done");
		await terminal.until('on');
		terminal.resize(43, 9);
		await terminal.until('9 43');
		expect(terminal.screen()).toHaveLength(9);
	});

	test('pastes in brackets for a program that asked for them', async () => {
		await using terminal = openShell("stty -echo; printf '\\033[?2004hready'; head -n1 | od -An -c");
		await terminal.until('ready');
		terminal.paste('xy');
		terminal.press('enter');
		await terminal.until(/033\s+\[\s+2\s+0\s+0\s+~\s+x\s+y\s+033\s+\[\s+2\s+0\s+1\s+~/);
	});
});

test.each([
	['enter', '\r'],
	['shift+tab', '\u001b[Z'],
	['ctrl+n', '\u000e'],
	['ctrl+_', '\u001f'],
	['alt+a', '\u001ba'],
	['alt+enter', '\u001b\r'],
	['alt+left', '\u001b[1;3D'],
	['pageup', '\u001b[5~'],
	['alt+home', '\u001b[1;3H'],
	['f1', '\u001bOP'],
	['f7', '\u001b[18~'],
	['x', 'x'],
])('%s is sent as xterm sends it', (key, bytes) => {
	expect(encodeKey(key)).toBe(bytes);
});

test.each([
	['escape', '\u001b[27u'],
	['shift+enter', '\u001b[13;2u'],
	['ctrl+n', '\u001b[110;5u'],
	['enter', '\r'],
	['x', 'x'],
])('%s is sent as kitty sends it', (key, bytes) => {
	expect(encodeKey(key, true)).toBe(bytes);
});

test('a picture holds the text of the screen in straight columns, and nothing of it as markup', async () => {
	await using terminal = openShell("printf '<b>&\\033[7mx\\033[0m ── 李'; read x");
	await terminal.until('李');
	const svg = renderSvg(terminal, {title: 'a & b'});
	expect(svg).toContain('>&lt;b&gt;&amp;</text>');
	expect(svg).toContain('>a &amp; b</text>');
	expect(svg).toMatch(/<text [^>]*textLength="33.6"[^>]*>&lt;b/);
	expect(svg).toMatch(/fill="#14161b">x<\/text>/);
	expect(svg).toMatch(/<path d="M[\d.]+ \d+h16.8" stroke/);
	expect(renderSvg(terminal, {title: 'a & b'})).toBe(svg);
});
