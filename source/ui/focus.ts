/** Whether anybody looks at the window. */
import {and, only, placeIn, roomHere, type Screen, type Step, type Surroundings} from './screen.ts';

/**
 * The window came to the front, or went behind others. What comes in meanwhile is not read, though the newest of it is on
 * the screen: the title counts it, and a line shows where it begins to whoever comes back.
 */
export const focusOn = (screen: Screen, focused: boolean, around: Surroundings): Step => {
	if (screen.focused === focused) return only(screen);
	const after = {...screen, focused};
	const room = roomHere(around);
	const sticks = room && !room.visit && !room.keptUnread && placeIn(screen, room.key).at === 'bottom';
	if (!sticks || around.state.following === focused) return only(after);
	return and(after, {type: 'change', change: {type: 'follow', following: focused}});
};
