import type {Duplex} from 'node:stream';
import type {Clock} from '../../protocol/clock.ts';
import type {ChatError} from '../../protocol/errors.ts';
import {JsonDialect} from '../../protocol/json.ts';
import {errorEvent} from '../../protocol/messages.ts';
import {TextDialect} from '../../protocol/text.ts';
import {usualBounds} from '../bounds.ts';
import {Link, type Speaker} from '../link.ts';

const brace = 0x7b;

/** How long whoever is turned away may take for the reason why. */
export const farewellMs = 500;

/** `access_denied`, fatal, as TLS says it before anything is encrypted (RFC 8446, sections 5.1 and 6). */
const tlsDenied = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x31]);

/**
 * Tells somebody who may not come in why, in words or in JSON as they began, and ends. Nothing of what they send is
 * understood.
 * @param first what came first, so far
 */
export const turnAway = (duplex: Duplex, first: Uint8Array, error: ChatError, clock: Clock): void => {
	const dialect = first[0] === brace ? new JsonDialect() : new TextDialect();
	part(duplex, Buffer.from(dialect.encode(errorEvent(error)) ?? ''), clock);
};

/** The same for somebody who began with TLS: that they are denied is all that can be said so early. */
export const denyTls = (duplex: Duplex, clock: Clock): void => part(duplex, tlsDenied, clock);

const nothing = (): void => {};

/** Whoever is not served hears nothing, and says its last only. */
const nobody: Speaker = {onOverflow: nothing, onData: nothing, onEnd: nothing, onClose: nothing};

const part = (duplex: Duplex, last: Uint8Array, clock: Clock): void => {
	new Link(duplex, {clock, bounds: usualBounds, onDirty: nothing}, nobody).end(last, farewellMs);
};
