/** What a screen reader is given: from one snapshot to the next, the lines that are worth hearing. */
import type {Snapshot} from '../layout.ts';
import {readDoor} from './door.ts';
import {type ElsewhereTold, readElsewhere} from './elsewhere.ts';
import {readFocus} from './focus.ts';
import {readOverlay} from './overlay.ts';
import {noRoomTold, type RoomTold, readOwn, readRoom} from './room.ts';
import {readStanding} from './standing.ts';

/** What was read out so far. */
export type Told = {
	readonly room: RoomTold;
	readonly elsewhere: ElsewhereTold;
	/** when there is more to say though nothing happens (ms since 1970); undefined for never */
	readonly wake: number | undefined;
};

export const nothingTold: Told = {room: noRoomTold, elsewhere: new Map(), wake: undefined};

export type Announcement = {readonly told: Told; readonly lines: readonly string[]};

/**
 * The lines to read, each a thing by itself. A line may have rows, by newlines; those after the first stand in.
 * @param address the server, as one gave it
 */
export const announce = (told: Told, before: Snapshot, after: Snapshot, address: string): Announcement => {
	const isQuiet = before.state === after.state && (told.wake === undefined || after.now < told.wake);
	const elsewhere = isQuiet
		? {told: told.elsewhere, lines: [], wake: told.wake}
		: readElsewhere(told.elsewhere, before, after);
	const room = readRoom(told.room, before, after);
	const pages = readFocus(before, after);
	return {
		told: {room: room.told, elsewhere: elsewhere.told, wake: elsewhere.wake},
		lines: [
			...readStanding(before, after, address),
			...readDoor(before, after, address),
			...room.lines,
			...readOwn(before, after),
			...elsewhere.lines,
			...readOverlay(before, after),
			...pages,
		],
	};
};
