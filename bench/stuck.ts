/** Somebody who has stopped reading, was cut off for it, and comes back for what it missed. */
import {Peer} from './peer.ts';

export type Return = {
	/** messages that it never got; negative where it got more than there are */
	missing: number;
	/** did any come twice or in another order? */
	doubled: boolean;
	/** messages that it got on its way back */
	replayed: number;
};

/**
 * @param slow its connection, which is over and read to its end
 * @param last seq of the last message in the room
 */
export const comeBack = async (
	slow: Peer,
	last: number,
	{port, room, localAddress}: {port: number; room: string; localAddress?: string | undefined},
): Promise<Return> => {
	const newest = slow.newestIn(room);
	const again = new Peer(port, slow.id, {localAddress});
	await again.enter({rooms: [{room, after: newest}], token: slow.token, journal: slow.journal});
	again.close();
	return {
		missing: last - newest - again.messages,
		doubled: !slow.inOrder || !again.inOrder,
		replayed: again.messages,
	};
};
