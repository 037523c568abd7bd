/** Every way on which what others said gets to a terminal, short of a screen: one row each, from an event to bytes. */
import {transcribe, transcribeJson} from '../../source/client/transcript.ts';
import type {Dialect} from '../../source/protocol/dialect.ts';
import {encodeJson} from '../../source/protocol/json.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {encodeRaw, RawDialect} from '../../source/protocol/raw.ts';
import {TextDialect} from '../../source/protocol/text.ts';

export type Sink = {
	/** JSON keeps what reorders, as an escape or as it is: programs read it */
	readonly isJson: boolean;
	/** may throw away what came before */
	readonly make: () => (event: Event) => string | undefined;
};

const reader = {me: 'Alice', room: 'general'};

const dialect = (make: () => Dialect): Sink['make'] => {
	return () => {
		const one = make();
		// It says who it is first, as everybody.
		one.decode(Buffer.from('Alice\n'));
		return event => one.encode(event);
	};
};

export const sinks: Readonly<Record<string, Sink>> = {
	netcat: {isJson: false, make: dialect(() => new TextDialect())},
	'classroom client': {isJson: true, make: dialect(() => new RawDialect())},
	'classroom client, message': {
		isJson: true,
		make: () => event => (event.type === 'message' ? encodeRaw(event) : undefined),
	},
	'json dialect': {isJson: true, make: () => encodeJson},
	'pipe, text': {isJson: false, make: () => event => transcribe(event, reader)},
	'pipe, json': {isJson: true, make: () => transcribeJson},
};

/** What a terminal would act on. Newlines and tabs are no harm. */
export const controlBytes = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Surrogate}]/gu;

/** What would reorder, besides. */
export const reordering = /[\u202a-\u202e\u2066-\u2069]/g;

export const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
