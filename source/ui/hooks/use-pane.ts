import {useState} from 'react';
import {paneInput, type Snapshot} from '../layout.ts';
import {type Pane, type PaneInput, pane} from '../view.ts';

type Parts = Readonly<Record<string, unknown>>;

/** The input is made anew for each frame, as are its folding and its hints; what is in these is kept as it is. */
const partsOf = ({folding, hints, ...rest}: PaneInput): readonly Parts[] => [rest, {...folding}, {...hints}];

const areEqual = (one: Parts, other: Parts): boolean =>
	[...new Set([...Object.keys(one), ...Object.keys(other)])].every(name => Object.is(one[name], other[name]));

const areSame = (one: PaneInput, other: PaneInput): boolean => {
	const others = partsOf(other);
	return partsOf(one).every((parts, index) => areEqual(parts, others[index]!));
};

/** As `pane`, which is asked again only once its input is another one. */
export const rememberedPane = (): ((input: PaneInput) => Pane) => {
	let last: {readonly input: PaneInput; readonly pane: Pane} | undefined;
	return input => {
		if (!last || !areSame(last.input, input)) last = {input, pane: pane(input)};
		return last.pane;
	};
};

/** The message pane; laid out anew only when something in it may have changed, never for a typed letter. */
export const usePane = (snapshot: Snapshot): Pane => {
	const [paneOf] = useState(rememberedPane);
	return paneOf(paneInput(snapshot));
};
