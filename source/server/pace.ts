import type {Clock} from '../protocol/clock.ts';
import type {RequestType} from '../protocol/messages.ts';
import type {BoundName, Bounds} from './bounds.ts';
import type {Content} from './content.ts';
import {Bucket, type Rate} from './rate.ts';

/** What is let through at a pace of its own, besides that of all requests. */
type Kind = 'messages' | 'joins' | 'searches' | 'pages' | 'typing';

/** A request that is in no row costs no more than any other. */
const kinds: {readonly [Type in RequestType]?: Kind} = {
	say: 'messages',
	edit: 'messages',
	delete: 'messages',
	react: 'messages',
	announce: 'messages',
	// These too are shown to others, or kept for good.
	topic: 'messages',
	away: 'messages',
	back: 'messages',
	kick: 'messages',
	ban: 'messages',
	unban: 'messages',
	mute: 'messages',
	unmute: 'messages',
	role: 'messages',
	lock: 'messages',
	invite: 'messages',
	uninvite: 'messages',
	register: 'messages',
	revoke: 'messages',
	token: 'messages',
	join: 'joins',
	search: 'searches',
	history: 'pages',
	audit: 'pages',
	bans: 'pages',
	invites: 'pages',
	rooms: 'searches',
	who: 'pages',
	// A line to everybody in a room, too, for one that is much shorter.
	typing: 'typing',
};

const bursts: Readonly<Record<Kind, BoundName>> = {
	messages: 'messagesBurst',
	joins: 'joinsBurst',
	searches: 'searchesBurst',
	pages: 'pagesBurst',
	typing: 'typingBurst',
};

/** Whose requests they are. */
type Paced = {
	readonly clock: Clock;
	/** asked each time */
	bounds: () => Bounds;
	/** Does it own its name? */
	isMember: () => boolean;
};

/** What a request is let through as; undefined for what costs no more than any other. */
export const kindOf = (content: Content): Kind | undefined =>
	content !== undefined && 'type' in content && content.type !== 'reply' ? kinds[content.type] : undefined;

/** How fast one person's requests are done, by what they are: the more one costs others, the slower. */
export class Pace {
	readonly #paced: Paced;
	readonly #buckets = new Map<Kind, Bucket>();

	constructor(paced: Paced) {
		this.#paced = paced;
	}

	/** Takes what a request of this kind costs, or says how many ms are missing. */
	take(kind: Kind): number {
		const found = this.#buckets.get(kind);
		if (found) return found.take(1);
		const bucket = new Bucket(rateOf(kind, this.#paced), this.#paced.clock);
		this.#buckets.set(kind, bucket);
		return bucket.take(1);
	}
}

/** As it is when it is asked: the settings may change, and a guest become a member. */
const rateOf = (kind: Kind, paced: Paced): Rate => ({
	get perSecond() {
		if (kind !== 'messages') return paced.bounds()[kind];
		return paced.isMember() ? paced.bounds().memberMessages : paced.bounds().guestMessages;
	},
	get burst() {
		return paced.bounds()[bursts[kind]];
	},
});
