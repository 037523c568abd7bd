import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import {expect, test} from 'vitest';
import {chanceOf} from './chance.ts';
import {CuttingProxy} from './cutting-proxy.ts';

/** A server that says back what it hears, and keeps what each link said. */
const echo = async () => {
	const heard: string[] = [];
	const server = createServer(socket => {
		const index = heard.push('') - 1;
		socket.on('error', () => {});
		socket.on('data', chunk => {
			heard[index] = `${heard[index]}${chunk}`;
			socket.write(chunk);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {heard, server, port: (server.address() as AddressInfo).port};
};

const talk = async (port: number, text: string): Promise<string> => {
	const socket = connect({port, host: '127.0.0.1'});
	let answer = '';
	socket.on('error', () => {});
	socket.on('data', chunk => {
		answer += chunk;
		if (answer.length >= text.length) socket.destroy();
	});
	socket.write(text);
	await once(socket, 'close');
	return answer;
};

test('links are cut in the middle; what got through is the beginning of what was said', async () => {
	const text = 'abcdefghij'.repeat(20);
	const {heard, server, port} = await echo();
	await using proxy = new CuttingProxy({to: () => port, chance: chanceOf(7), bytes: 300, delayMs: 2});
	await proxy.listen();
	const answers: string[] = [];
	for (let link = 0; link < 30; link++) answers.push(await talk(proxy.port, text));
	server.close();
	expect(proxy.links).toBe(30);
	expect(proxy.cuts).toBeGreaterThan(3);
	expect(proxy.cuts).toBeLessThan(30);
	for (const passed of [...heard, ...answers]) expect(text.startsWith(passed)).toBe(true);
	expect(answers.filter(answer => answer === text).length).toBeLessThan(30);
});

test('a kind proxy lets everything through', async () => {
	const {server, port} = await echo();
	await using proxy = new CuttingProxy({to: () => port, chance: chanceOf(7), bytes: 1, delayMs: 1});
	await proxy.listen();
	proxy.isKind = true;
	expect(await talk(proxy.port, 'all of it')).toBe('all of it');
	server.close();
	expect(proxy.cuts).toBe(0);
});
