import {supportsColor} from 'chalk';
import type {Facts} from './appearance.ts';
import {localeOf} from './local-time.ts';
import type {NoticeWay} from './terminal-modes.ts';

const depths = {0: 0, 1: 4, 2: 8, 3: 24} as const;

/**
 * What the environment tells of a terminal. NO_COLOR (no-color.org) beats what the terminal can; COLORFGBG, which
 * several terminals set, ends in the number of the background colour.
 */
export const detectTerminal = (environment: NodeJS.ProcessEnv): Facts => {
	const level = supportsColor ? supportsColor.level : 0;
	const background = Number(environment.COLORFGBG?.split(';').at(-1) ?? '0');
	return {
		depth: environment.NO_COLOR ? 0 : depths[level],
		background: background === 7 || background === 15 ? 'light' : 'dark',
		locale: localeOf(environment),
		isConsole: isConsole(environment),
	};
};

/** The Linux console has a font of 512 glyphs at most, no desktop, and mouse reports that cannot be told from typing. */
export const isConsole = ({TERM}: NodeJS.ProcessEnv): boolean => /^linux/.test(TERM ?? '');

/** Terminals leave these in the environment, also of what runs in tmux inside of them. */
const osc9Signs = ['ITERM_SESSION_ID', 'KITTY_WINDOW_ID'] as const;

/** How this terminal is asked for a notification on the desktop. */
export const noticeWay = (environment: NodeJS.ProcessEnv): NoticeWay => {
	if (isConsole(environment)) return 'none';
	return osc9Signs.some(name => environment[name] !== undefined) ? 'osc9' : 'osc777';
};
