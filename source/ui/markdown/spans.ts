/** Text in looks of its own: what markdown, links and names make of a message, before it is wrapped. */
import type {Role} from '../themes.ts';

/** A piece of text with one look. */
export type Span = {
	readonly text: string;
	/** looks that are put on one over the other */
	readonly roles?: readonly Role[];
	/** somebody's name, drawn in their colour */
	readonly name?: string;
	/** where it leads: a checked address of the web */
	readonly link?: string;
	/** it is the name before a message, and drawn as that is */
	readonly isLead?: true;
	/** it stands before each row of a line, and is none of its text */
	readonly isEdge?: true;
};

/** A line of a message: it ends where the writer ended it, however many rows it takes. */
export type SpanLine = {
	readonly spans: readonly Span[];
	/** before its first row: a list's dot, a quote's mark, the edge of a piece of code */
	readonly first: string;
	/** before its other rows, as wide */
	readonly rest: string;
	/** code is broken where the row ends, and never between words: blanks mean something there */
	readonly isCode?: true;
};

export const textOf = (spans: readonly Span[]): string => spans.map(({text}) => text).join('');

/** The span with one look more. */
export const within = (span: Span, role: Role): Span => ({...span, roles: [...(span.roles ?? []), role]});
