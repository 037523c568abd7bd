import {useSyncExternalStore} from 'react';
import type {Snapshot} from '../layout.ts';
import type {Shell} from '../shell.ts';

/** The snapshot that a frame is drawn from; a new one draws a new frame. */
export const useShell = (shell: Shell): Snapshot => useSyncExternalStore(shell.subscribe, shell.snapshot);
