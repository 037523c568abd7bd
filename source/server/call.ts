import type {Clock} from '../protocol/clock.ts';
import type {Event, RequestOf, RequestType} from '../protocol/messages.ts';
import type {Host} from './host.ts';
import type {Hub} from './hub.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';

/** Who asks, and of whom. */
export type Call = {
	host: Host;
	hub: Hub;
	member: Member;
	clock: Clock;
	report: (event: LogReport) => void;
};

/**
 * Events, of which the last one carries the request's nonce; `done`; or `later`, when the answer comes by another
 * way, such as the acknowledgement of what was said. Where something has to be read or stored first, a promise.
 */
export type Answered = readonly Event[] | 'done' | 'later';
export type Answer = Answered | Promise<Answered>;

/** What each request does, completed by the compiler. */
export type Handlers = {[Type in RequestType]: (call: Call, request: RequestOf<Type>) => Answer};
