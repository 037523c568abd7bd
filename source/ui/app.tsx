import type {ReactNode} from 'react';
import {Chat} from './components/chat.tsx';
import {Door} from './components/door.tsx';
import {Doorstep, Stage, TooSmall} from './components/stage.tsx';
import {isClosed} from './door.ts';
import {useShell} from './hooks/use-shell.ts';
import {useTerminal} from './hooks/use-terminal.ts';
import {layoutOf} from './layout.ts';
import type {Shell} from './shell.ts';

type Props = {shell: Shell; address: string};

/** The whole screen: the chat, or what stands in its place. */
export const App = ({shell, address}: Props): ReactNode => {
	useTerminal(shell);
	const snapshot = useShell(shell);
	const {state, columns, rows} = snapshot;
	if (layoutOf(snapshot).tooSmall) return <TooSmall columns={columns} rows={rows} />;
	if (isClosed(snapshot.screen)) return <Door snapshot={snapshot} address={address} />;
	if (state.journal === undefined) {
		return (
			<Stage columns={columns} rows={rows}>
				<Doorstep state={state} address={address} theme={snapshot.appearance.theme} />
			</Stage>
		);
	}
	return <Chat shell={shell} snapshot={snapshot} address={address} />;
};
