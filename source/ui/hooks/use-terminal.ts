import {useApp, useStdin, useStdout} from 'ink';
import {useEffect} from 'react';
import type {Shell} from '../shell.ts';
import {giveModes} from '../terminal-modes.ts';

/**
 * Keys arrive one by one while the app is mounted, and the terminal's modes go back when it is not. Ink
 * unmounts on signals and crashes too, which makes an effect the one place that always runs.
 */
export const useTerminal = (shell: Shell): void => {
	const {suspendTerminal} = useApp();
	const {setRawMode} = useStdin();
	const {stdout} = useStdout();
	useEffect(() => {
		setRawMode(true);
		shell.suspendTerminal = suspendTerminal;
		return () => {
			setRawMode(false);
			stdout.write(giveModes);
		};
	}, [shell, suspendTerminal, setRawMode, stdout]);
};
