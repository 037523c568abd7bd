import {Box, Text} from 'ink';
import {memo, type ReactNode} from 'react';
import {fenced} from '../fence.ts';

/**
 * One row of the terminal, ready made. Memoised, so that a key pressed in the composer costs the other rows
 * nothing; cut rather than wrapped, so that no row can ever push another one.
 */
const Row = memo(
	({text}: {text: string}): ReactNode => <Text wrap="truncate">{text === '' ? ' ' : fenced(text)}</Text>,
);

/** Rows at their places: a row's place is its identity. */
export const Rows = memo(({rows, width}: {rows: readonly string[]; width: number}): ReactNode => {
	return (
		<Box flexDirection="column" width={width} height={rows.length} flexShrink={0}>
			{rows.map((text, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: what stands at a place is replaced, never moved
				<Row key={place} text={text} />
			))}
		</Box>
	);
});
