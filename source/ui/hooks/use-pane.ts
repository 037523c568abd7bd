import {useMemo} from 'react';
import type {Shell, Snapshot} from '../shell.ts';
import {type Pane, pane} from '../view.ts';

/** The message pane; laid out anew only when something in it may have changed, never for a typed letter. */
export const usePane = (shell: Shell, snapshot: Snapshot): Pane => {
	const input = shell.paneInput(snapshot);
	const {room, width, height, place, theme, me, picked, loading} = input;
	// biome-ignore lint/correctness/useExhaustiveDependencies: the input is these parts, made anew for each frame
	return useMemo(() => pane(input), [room, width, height, place, theme, me, picked, loading]);
};
