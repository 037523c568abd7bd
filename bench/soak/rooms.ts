/** Rooms of a soak. */

/** The large one: where everybody meets who comes without JSON. */
export const crowd = 'general';

/** Of long messages. */
export const library = 'library';

/** Rooms that somebody makes at most, one after the other and then again: a server keeps 5,000 for guests. */
const mostMade = 3000;

export const madeRoom = (index: number): string => `new-${index % mostMade}`;

export const madeRooms = (): string[] => Array.from({length: mostMade}, (_, index) => madeRoom(index));
