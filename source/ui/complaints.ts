/** What is wrong in the configuration file is said in a room: below the screen nobody would see it. */
import type {Client} from '../client/client.ts';
import type {Clock} from '../protocol/clock.ts';

/** Says it in the room on the screen. */
export const complain = (client: Client, complaints: readonly string[], clock: Clock): void => {
	const ts = clock.now();
	client.store.dispatch(complaints.map(text => ({type: 'note', text, tone: 'error', ts})));
};

/** Says it once the room is there, below what was said in it before. */
export const complainOnceThere = (client: Client, complaints: readonly string[], clock: Clock): void => {
	if (complaints.length === 0) return;
	const isThere = (): boolean => client.state.rooms.get(client.state.current)?.live ?? false;
	if (isThere()) {
		complain(client, complaints, clock);
		return;
	}
	const end = client.on('live', () => {
		if (!isThere()) return;
		end();
		complain(client, complaints, clock);
	});
};
