import type {Client} from '../../source/client/client.ts';

/**
 * Resolves when a client is as wanted; looked at after each change of its state and after each answer, once the client
 * is done with that, as an answer need not change the state.
 */
export const until = (client: Client, isSo: () => boolean): Promise<void> =>
	new Promise(resolve => {
		const look = (): void => {
			if (!isSo()) return;
			for (const end of ends) end();
			resolve();
		};
		const soon = (): void => void setImmediate(look);
		const ends = [client.subscribe(soon), client.on('ack', soon), client.on('error', soon)];
		look();
	});
