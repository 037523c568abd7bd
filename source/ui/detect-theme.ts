import {supportsColor} from 'chalk';
import {createTheme, type Theme} from './themes.ts';

const depths = {0: 0, 1: 4, 2: 8, 3: 24} as const;

/**
 * The theme that fits a terminal. NO_COLOR (no-color.org) beats what the terminal can; COLORFGBG, which
 * several terminals set, ends in the number of the background colour.
 */
export const detectTheme = (environment: NodeJS.ProcessEnv): Theme => {
	const level = supportsColor ? supportsColor.level : 0;
	const background = Number(environment.COLORFGBG?.split(';').at(-1) ?? '0');
	return createTheme({
		depth: environment.NO_COLOR ? 0 : depths[level],
		background: background === 7 || background === 15 ? 'light' : 'dark',
	});
};
