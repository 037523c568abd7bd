/** What helps a program that was not let in: nobody sits there to be asked for it, so it is set when it starts. */
import {flagOf} from '../config.ts';
import {ChatError, type ErrorCode} from '../protocol/errors.ts';

const hints: {readonly [Code in ErrorCode]?: string} = {
	INVITE_NEEDED: `A program comes by an invitation in place of the address, or with ${flagOf('passwordFile')}.`,
	ENTRY_WRONG: `It is taken from ${flagOf('passwordFile')}, or from TUI_CHAT_ENTRY.`,
};

const hintFor = ({code, details}: ChatError): string | undefined => {
	if (code !== 'ID_USED') return hints[code];
	if (details.here) return 'A name is in once at a time, so give this program one of its own.';
	return details.owned ? `A program comes with its access token: ${flagOf('accessFile')}.` : undefined;
};

/** The same error, with what to do about it. */
export const hinted = (error: unknown): unknown => {
	if (!(error instanceof ChatError)) return error;
	const hint = hintFor(error);
	return hint === undefined ? error : new ChatError(error.code, `${error.message} ${hint}`, {cause: error});
};
