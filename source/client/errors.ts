import {ChatError, type ErrorCode, type ErrorDetails, errorTable} from '../protocol/errors.ts';

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);

/** Does a server that says this end the connection? Of a code that we do not know, we cannot tell. */
export const isFatal = (code: string): boolean => isKnown(code) && new ChatError(code).fatal;

/** What a server said, as an error. A newer server's code becomes `BAD_REQUEST`; its sentence stays. */
export const errorOf = ({code, text, owned, here, wait}: Said): ChatError =>
	new ChatError(isKnown(code) ? code : 'BAD_REQUEST', text, {owned, here, wait});

type Said = {code: string; text: string} & Pick<ErrorDetails, 'owned' | 'here' | 'wait'>;
