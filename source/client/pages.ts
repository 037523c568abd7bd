import type {Event, EventOf, EventType} from '../protocol/messages.ts';

type ListingType = 'rooms' | 'who' | 'page' | 'found' | 'invites' | 'bans';
type Listing = EventOf<ListingType>;

const listings: ReadonlySet<EventType> = new Set<ListingType>([
	'rooms',
	'who',
	'page',
	'found',
	'invites',
	'bans',
]);

const isListing = (event: Event): event is Listing => listings.has(event.type);

/**
 * Makes one event of a long list that came in several: only the last one carries the nonce of the request. A
 * list that nobody asked for has none, and waits for the next one of its kind.
 */
export class Pages {
	readonly #held = new Map<ListingType, readonly unknown[]>();

	join(events: readonly Event[]): readonly Event[] {
		if (!events.some(isListing)) return events;
		return events.flatMap((event): readonly Event[] => (isListing(event) ? this.#add(event) : [event]));
	}

	#add(event: Listing): readonly Listing[] {
		const {type, nonce} = event;
		const list = [...(this.#held.get(type) ?? []), ...event.list];
		if (nonce === undefined) {
			this.#held.set(type, list);
			return [];
		}
		this.#held.delete(type);
		// All parts of one answer are of one type, and so are their items.
		return [{...event, list} as Listing];
	}
}
