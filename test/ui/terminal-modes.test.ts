import {expect, test} from 'vitest';
import {isConsole, noticeWay} from '../../source/ui/detect-terminal.ts';
import {
	desktopNotice,
	giveModes,
	type NoticeWay,
	takeModes,
	takeMouse,
	throughTmux,
	windowTitle,
} from '../../source/ui/terminal-modes.ts';

/** Private modes that a sequence sets or resets, in its order. */
const modesIn = (sequence: string, final: 'h' | 'l'): string[] =>
	[...sequence.matchAll(/\u001b\[\?(\d+)([hl])/g)]
		.filter(([, , end]) => end === final)
		.map(([, mode]) => mode!);

test('each mode that is taken is given back', () => {
	const taken = [...modesIn(takeModes + takeMouse, 'h')].sort();
	const off = modesIn(takeModes, 'l');
	expect(taken).toContain('1000');
	expect(modesIn(giveModes, 'l').sort()).toEqual(taken);
	expect(modesIn(giveModes, 'h')).toEqual(off);
});

test('a title is one line without control characters, whatever it names', () => {
	expect(windowTitle('#\t7\n\u001b]0;x\u0007\u202e – tui-chat')).toBe(
		'\u001b]2;# 7 ␛]0;x␇‹202E› – tui-chat\u0007',
	);
});

test.each<[NodeJS.ProcessEnv, NoticeWay]>([
	[{TERM: 'xterm-256color'}, 'osc777'],
	[{TERM: 'xterm-256color', ITERM_SESSION_ID: 'w0t0p0'}, 'osc9'],
	[{TERM: 'tmux-256color', TMUX: '/tmp/x', KITTY_WINDOW_ID: '1'}, 'osc9'],
	[{TERM: 'linux'}, 'none'],
	[{}, 'osc777'],
])('%j is notified by %s', (environment, way) => {
	expect(noticeWay(environment)).toBe(way);
});

test.each<[NoticeWay, string]>([
	['osc9', '\u001b]9;4,1: a; b\u0007'],
	['osc777', '\u001b]777;notify;4,1;a, b\u0007'],
	['none', ''],
])('by %s a notification says no more than it should', (way, sequence) => {
	expect(desktopNotice(way, '4;1', 'a; b')).toBe(sequence);
});

test('tmux hands on what is wrapped for it', () => {
	expect(throughTmux('\u001b]9;x\u0007')).toBe('\u001bPtmux;\u001b\u001b]9;x\u0007\u001b\\');
});

test('the Linux console is known by its name', () => {
	expect(isConsole({TERM: 'linux'})).toBe(true);
	expect(isConsole({TERM: 'xterm-256color'})).toBe(false);
	expect(isConsole({})).toBe(false);
});
