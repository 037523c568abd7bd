import type {Event, EventOf} from '../protocol/messages.ts';

type Listing = EventOf<'rooms'> | EventOf<'who'>;

const isListing = (event: Event): event is Listing => event.type === 'rooms' || event.type === 'who';

/**
 * Makes one event of a long list that came in several: only the last one carries the nonce of the request. A
 * list that nobody asked for has none, and waits for the next one of its kind.
 */
export class Pages {
	readonly #held = {rooms: [] as EventOf<'rooms'>['list'], who: [] as EventOf<'who'>['list']};

	join(events: readonly Event[]): readonly Event[] {
		if (!events.some(isListing)) return events;
		return events.flatMap((event): readonly Event[] => (isListing(event) ? this.#add(event) : [event]));
	}

	#add(event: Listing): readonly Listing[] {
		const whole =
			event.type === 'rooms'
				? {...event, list: [...this.#held.rooms, ...event.list]}
				: {...event, list: [...this.#held.who, ...event.list]};
		this.#held[event.type] = [];
		if (event.nonce !== undefined) return [whole];
		if (whole.type === 'rooms') this.#held.rooms = whole.list;
		else this.#held.who = whole.list;
		return [];
	}
}
