/** What a peer hears, and what the others hear of it, when the server ends its session. */
import {ChatError, errorTable} from '../protocol/errors.ts';
import type {EventOf} from '../protocol/messages.ts';

const texts = {QUIT: 'Goodbye!', CLOSING: errorTable.CLOSING.text} as const;

/** Why somebody goes who did nothing wrong. */
export type Parting = keyof typeof texts;

export const goodbye = (code: Parting): EventOf<'bye'> => ({type: 'bye', code, text: texts[code]});

/** Why somebody was cut, for the others: `too slow`. */
export const reasonOf = ({code}: ChatError): string => code.toLowerCase().replaceAll('_', ' ');

/** What broke in the server is none of the peer's business. */
export const broken = (cause: unknown): ChatError =>
	new ChatError('LOST', 'Something broke in the server. Connect again.', {cause});
