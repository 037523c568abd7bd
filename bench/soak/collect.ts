/**
 * Loaded into each thread of the server of a soak: all of them collect their garbage when asked, so that what is counted
 * then is what is kept.
 */
import {BroadcastChannel, isMainThread} from 'node:worker_threads';

const others = new BroadcastChannel('tui-chat-soak');

if (isMainThread) {
	let threads = 0;
	let waiting = 0;
	const collected = (): void => {
		if (waiting-- === 0) process.send!({collected: true});
	};
	others.onmessage = ({data}: {data: unknown}) => {
		if (data === 'begun') threads++;
		else collected();
	};
	process.on('message', () => {
		waiting = threads;
		others.postMessage('collect');
		gc!();
		collected();
	});
	process.channel!.unref();
} else {
	others.onmessage = ({data}: {data: unknown}) => {
		if (data !== 'collect') return;
		gc!();
		others.postMessage('collected');
	};
	others.postMessage('begun');
}
// Neither the server nor a thread of it has to stay for this.
others.unref();
