import {useEffect} from 'react';
import type {Shell} from '../shell.ts';

/** Loads what paints code once there is code to paint: it is as much as half of the program, and many never need it. */
export const useHighlight = (shell: Shell, hasCode: boolean): void => {
	useEffect(() => {
		if (!hasCode || shell.snapshot().appearance.texts.highlight) return;
		void import('../markdown/highlight.ts').then(({highlight}) => shell.learn({highlight}));
	}, [shell, hasCode]);
};
