/**
 * The least that a chat server has to do: bare lines in, the same lines out to everybody, those of one turn of
 * the event loop in one write each. No JSON, no names, no record. What it costs is mostly the kernel's, so the
 * real server is measured against it, in the same run on the same machine. Only a server that gathers for longer
 * than a turn can do with fewer writes.
 */
import {createServer, type Socket} from 'node:net';
import {reportTo} from '../process.ts';

const members = new Set<Socket>();
let batch: Buffer[] = [];

const flush = (): void => {
	const frame = batch.length === 1 ? batch[0]! : Buffer.concat(batch);
	batch = [];
	for (const member of members) member.write(frame);
};

const server = createServer({noDelay: true}, socket => {
	let rest: Buffer = Buffer.alloc(0);
	members.add(socket);
	socket.on('data', chunk => {
		const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		const end = all.lastIndexOf(0x0a) + 1;
		rest = all.subarray(end);
		if (end === 0) return;
		if (batch.length === 0) setImmediate(flush);
		batch.push(all.subarray(0, end));
	});
	socket.on('error', () => members.delete(socket));
	socket.on('close', () => members.delete(socket));
});

server.listen({port: 0, host: '127.0.0.1', backlog: 1024}, () => {
	const address = server.address();
	if (typeof address === 'object' && address) reportTo(process, address.port);
});
