import {Box, Text, useCursor, useInput} from 'ink';
import TextInput from 'ink-text-input';
import {type ReactNode, useState} from 'react';
import type {State} from '../../client/state.ts';
import {checkId} from '../../protocol/names.ts';
import {smallest} from '../geometry.ts';
import {keyLabel} from '../keymap.ts';
import {label} from '../labels.ts';
import {unsaidWords, wantsName} from '../refusal.ts';
import type {Theme} from '../themes.ts';

/** Lines in the middle of the screen, when there is no chat to show. */
export const Stage = ({
	columns,
	rows,
	children,
}: {
	columns: number;
	rows: number;
	children: ReactNode;
}): ReactNode => {
	const {setCursorPosition} = useCursor();
	setCursorPosition(undefined);
	// A whole row above, not the exact middle: from half a row on, two rows would be rounded to the same one.
	const above = Math.max(0, Math.floor(rows / 2) - 3);
	return (
		<Box width={columns} height={rows} paddingTop={above} flexDirection="column" alignItems="center">
			{children}
		</Box>
	);
};

/** What stands there while nothing else would fit. */
export const TooSmall = ({columns, rows}: {columns: number; rows: number}): ReactNode => (
	<Stage columns={columns} rows={rows}>
		<Text wrap="truncate">{`${columns}x${rows} is too small:`}</Text>
		<Text wrap="truncate">{`${smallest.columns}x${smallest.rows} is enough`}</Text>
	</Stage>
);

type Props = {state: State; address: string; theme: Theme; rename: (id: string) => void};

/** What stands between a person and the chat: the connection, the queue, or their own name. */
export const Doorstep = ({state, address, theme, rename}: Props): ReactNode => {
	const {link, me} = state;
	switch (link.type) {
		case 'waiting':
			return (
				<>
					<Text>{theme.paint('heading', `${address} is full`)}</Text>
					<Text>{`You are number ${link.place} in the queue and will be let in.`}</Text>
					<Text>{theme.paint('dim', `${keyLabel('ctrl+c')} twice leaves`)}</Text>
				</>
			);
		case 'refused':
			return (
				<Refused
					text={label(link.error.message)}
					unsaid={unsaidWords(state)}
					named={wantsName(link)}
					me={me}
					theme={theme}
					rename={rename}
				/>
			);
		default:
			return <Text>{theme.paint('dim', `Connecting to ${address} …`)}</Text>;
	}
};

type RefusedProps = {
	text: string;
	/** what waits to be said; empty for nothing */
	unsaid: string;
	named: boolean;
	me: string;
	theme: Theme;
	rename: (id: string) => void;
};

const Refused = ({text, unsaid, named, me, theme, rename}: RefusedProps): ReactNode => {
	const [id, setId] = useState(me);
	const [objection, setObjection] = useState('');
	const [erased, setErased] = useState(0);
	// Heard after the input itself, which takes it for the letter u. Another input has its cursor at the start.
	useInput((typed, key) => {
		if (!key.ctrl || typed !== 'u') return;
		setId('');
		setErased(erased + 1);
	});
	if (!named) {
		return (
			<>
				<Text>{theme.paint('error', `! ${text}`)}</Text>
				{unsaid !== '' && <Text>{unsaid}</Text>}
				<Text>{theme.paint('dim', `${keyLabel('escape')} leaves`)}</Text>
			</>
		);
	}
	const submit = (typed: string): void => {
		try {
			rename(checkId(typed.trim()));
		} catch (error) {
			setObjection(error instanceof Error ? error.message : String(error));
		}
	};
	return (
		<>
			<Text>{theme.paint('error', `! ${me}: ${text}`)}</Text>
			{unsaid !== '' && <Text>{unsaid}</Text>}
			<Box>
				<Text>Another name: </Text>
				<TextInput key={erased} value={id} onChange={setId} onSubmit={submit} />
			</Box>
			<Text>{objection === '' ? ' ' : theme.paint('error', objection)}</Text>
			<Text>{theme.paint('dim', `${keyLabel('enter')} tries it · ${keyLabel('escape')} leaves`)}</Text>
		</>
	);
};
