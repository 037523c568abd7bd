import {ChatError, type ErrorCode, errorTable} from '../protocol/errors.ts';

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);

/** Does a server that says this end the connection? Of a code that we do not know, we cannot tell. */
export const isFatal = (code: string): boolean => isKnown(code) && new ChatError(code).fatal;

/** What a server said, as an error. A newer server's code becomes `BAD_REQUEST`; its sentence stays. */
export const errorOf = ({code, text}: {code: string; text: string}): ChatError =>
	new ChatError(isKnown(code) ? code : 'BAD_REQUEST', text);
