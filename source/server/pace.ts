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

type PaceOptions = {
	clock: Clock;
	/** asked each time */
	bounds: () => Bounds;
	/** Does it own its name? */
	isMember: () => boolean;
};

/** How fast one person's requests are done, by what they are: the more one costs others, the slower. */
export class Pace {
	readonly #options: PaceOptions;
	readonly #buckets = new Map<Kind, Bucket>();

	constructor(options: PaceOptions) {
		this.#options = options;
	}

	/** Takes what a request costs, or says how many ms are missing. */
	take(content: Content): number {
		const isRequest = content !== undefined && 'type' in content && content.type !== 'reply';
		const kind = isRequest ? kinds[content.type] : undefined;
		return kind === undefined ? 0 : this.#bucket(kind).take(1);
	}

	#bucket(kind: Kind): Bucket {
		const found = this.#buckets.get(kind);
		if (found) return found;
		const bucket = new Bucket(this.#rate(kind), this.#options.clock);
		this.#buckets.set(kind, bucket);
		return bucket;
	}

	/** As it is when it is asked: the settings may change, and a guest become a member. */
	#rate(kind: Kind): Rate {
		const {bounds, isMember} = this.#options;
		return {
			get perSecond() {
				if (kind !== 'messages') return bounds()[kind];
				return isMember() ? bounds().memberMessages : bounds().guestMessages;
			},
			get burst() {
				return bounds()[bursts[kind]];
			},
		};
	}
}
