/** What a command knows of where it is typed. */
import {ChatError} from './errors.ts';

/** Whose message a command is about: one that is picked on the screen, or else the newest of these. */
export type Whose = 'mine' | 'others' | 'any';

/** Where one is while typing, and what chance has to give. */
export type CommandContext = {
	/** the room or direct conversation on the screen */
	room: string;
	/** a fresh nonce for each call */
	nonce: () => string;
	/** `seq` of the message that a command is about, if there is one; left out where none can be picked */
	message?: ((whose: Whose) => number | undefined) | undefined;
};

/** The message that a command is about. @throws {ChatError} where there is none to pick, and where nobody can pick */
export const messageFor = (name: string, whose: Whose, {message}: CommandContext): number => {
	if (!message) throw new ChatError('UNKNOWN_COMMAND', `/${name} works in the full screen only.`);
	const seq = message(whose);
	if (seq !== undefined) return seq;
	throw new ChatError(
		'NO_SUCH_MESSAGE',
		`There is no message ${whose === 'mine' ? 'of yours ' : ''}here to ${name}.`,
	);
};
