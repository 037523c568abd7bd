import {Box, Text} from 'ink';
import {createElement, memo, type ReactNode} from 'react';
import {fenced} from '../fence.ts';

/**
 * One row of the terminal, ready made. Memoised, so that a key pressed in the composer costs the other rows
 * nothing; cut rather than wrapped, so that no row can ever push another one.
 */
const Row = memo(
	({text}: {text: string}): ReactNode => <Text wrap="truncate">{text === '' ? ' ' : fenced(text)}</Text>,
);

const rowOf = (text: string): ReactNode => <Row text={text} />;

/** Rows at their places: what stands at a place is replaced, never moved, so they are children without keys. */
export const Rows = memo(({rows, width}: {rows: readonly string[]; width: number}): ReactNode => {
	const box = {flexDirection: 'column', width, height: rows.length, flexShrink: 0} as const;
	return createElement(Box, box, ...rows.map(rowOf));
});
