/** What could not be sent: taken back, to be written anew. */
import type {Pending, Room} from '../client/state.ts';
import {setText} from './editor.ts';
import {openRoom} from './reading.ts';
import {remember} from './recall.ts';
import {and, roomHere, type Screen, type Step, type Surroundings, told} from './screen.ts';

const failedIn = ({pending}: Room): Pending | undefined => pending.findLast(({error}) => error !== undefined);

/** What one typed, so that it means the same when it is sent again; empty where nothing was typed. */
const typedFor = ({msg, kind, change}: Pending): string => {
	if (change === 'delete' || change === 'react') return '';
	if (kind === 'me') return `/me ${msg}`;
	return msg.startsWith('/') ? `/${msg}` : msg;
};

/**
 * Gives up the newest that failed in the room on the screen. Its text stands in the line again, or waits above
 * it where something is being written. Where nothing failed here, the room where something did is shown first.
 */
export const takeBack = (screen: Screen, around: Surroundings): Step => {
	const here = roomHere(around);
	const failed = here && failedIn(here);
	if (!failed) {
		const elsewhere = [...around.state.rooms.values()].find(failedIn);
		return elsewhere ? openRoom(screen, around, elsewhere.target) : told(screen, 'Nothing has failed.');
	}
	const text = typedFor(failed);
	const isFree = screen.editor.text === '' && !screen.about;
	const editor = isFree ? setText(screen.editor, text) : screen.editor;
	const recall = isFree ? screen.recall : remember(screen.recall, text);
	return and({...screen, editor, recall}, {type: 'drop', nonce: failed.nonce});
};
