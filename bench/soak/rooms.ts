/** Rooms of a soak. */

/** The large one: where everybody meets who comes without JSON. */
export const crowd = 'general';

/** Of long messages. */
export const library = 'library';

/** What was said before the soak, in a room that nobody is in. */
export const archive = 'archive';

/** Rooms that are made at most, one after the other and then again, so that after a while there is no more of them. */
const mostMade = 200;

export const madeRoom = (index: number): string => `new-${index % mostMade}`;

export const madeRooms = (): string[] => Array.from({length: mostMade}, (_, index) => madeRoom(index));
