import {useMemo} from 'react';
import {paneInput, type Snapshot} from '../layout.ts';
import {type Pane, pane} from '../view.ts';

/** The message pane; laid out anew only when something in it may have changed, never for a typed letter. */
export const usePane = (snapshot: Snapshot): Pane => {
	const input = paneInput(snapshot);
	const {
		turned,
		room,
		width,
		height,
		place,
		theme,
		clock,
		me,
		texts,
		picked,
		arrived,
		loading,
		folding,
		hints,
	} = input;
	// biome-ignore lint/correctness/useExhaustiveDependencies: the input is these parts, made anew for each frame
	return useMemo(
		() => pane(input),
		[
			room,
			width,
			height,
			place,
			theme,
			clock,
			me,
			texts,
			picked,
			arrived,
			loading,
			folding?.most,
			folding?.unfolded,
			turned,
			hints?.retry,
			hints?.pick,
			hints?.fold,
		],
	);
};
