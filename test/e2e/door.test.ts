/** A person at the door of a real server: what they type there opens it. */
import {join} from 'node:path';
import {afterEach, beforeAll, expect, test} from 'vitest';
import {type Client, type ClientOptions, createClient} from '../../source/client/client.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {systemClock} from '../../source/protocol/clock.ts';
import {parseInvitation} from '../../source/protocol/invitation.ts';
import {openServerKey, type TlsIdentity} from '../../source/server/front/keys.ts';
import {type ChatServer, createServer, type ServerOptions} from '../../source/server/server.ts';
import type {Snapshot} from '../../source/ui/layout.ts';
import {usualPreferences} from '../../source/ui/preferences.ts';
import {Shell} from '../../source/ui/shell.ts';
import {openFolder} from '../helpers/folder.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {stillTerminal} from '../ui/still-terminal.ts';

let tls: TlsIdentity;
beforeAll(async () => {
	using folder = openFolder();
	tls = await openServerKey(join(folder.path, 'key'));
});

const closing: Array<() => unknown> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

const opened = async (options: ServerOptions = {}): Promise<{server: ChatServer; port: number}> => {
	const server = createServer({port: 0, tls, journal: new MemoryJournal(), ...options});
	closing.push(() => server.close());
	return {server, port: (await server.listen()).port};
};

const open = async (options?: ServerOptions): Promise<number> => (await opened(options)).port;

/** A device of somebody: a client with keys of its own, and a keyboard. */
class Device {
	readonly client: Client;
	readonly shell: Shell;

	constructor(port: number, options: Partial<ClientOptions> = {}) {
		this.client = createClient({id: 'Alice', port, keys: newFolder(), random: () => 0, ...options});
		this.shell = new Shell({
			client: this.client,
			facts: {depth: 0, background: 'dark'},
			preferences: usualPreferences,
			clock: systemClock,
			columns: 80,
			rows: 24,
			terminal: stillTerminal,
		});
		closing.push(() => {
			this.shell.close();
			return this.client.quit();
		});
		void this.client.connect().catch(() => {});
	}

	/** Resolves once the screen is like that. */
	async until(isSo: (snapshot: Snapshot) => boolean): Promise<this> {
		const {promise, resolve} = Promise.withResolvers<void>();
		const look = (): void => {
			if (isSo(this.shell.snapshot())) resolve();
		};
		const end = this.shell.subscribe(look);
		look();
		await promise;
		end();
		return this;
	}

	online(): Promise<this> {
		return this.until(({state}) => state.link.type === 'online' && state.rooms.get('general')?.live === true);
	}

	/** Resolves once the door is there for this reason. */
	door(code: string): Promise<this> {
		return this.until(({screen}) => screen.door?.error.code === code);
	}

	type(text: string): this {
		this.shell.input({type: 'text', text});
		return this;
	}

	press(...names: string[]): this {
		for (const name of names) this.shell.input({type: 'key', name});
		return this;
	}
}

test('another device comes in by the password, takes over, and needs no password again', async () => {
	const port = await open();
	const first = await new Device(port).online();
	first
		.type('/register')
		.press('enter')
		.type('correct horse')
		.press('enter')
		.type('correct horse')
		.press('enter');
	await first.until(({screen}) => screen.hint?.text.startsWith('The password is set') === true);

	const second = await new Device(port).door('ID_USED');
	expect(second.shell.snapshot().screen.door?.error.details).toMatchObject({owned: true});
	await second.type('battery staple').press('enter').door('PASSWORD_WRONG');
	second.type('correct horse').press('enter');
	await second.until(({screen}) => screen.door?.error.details.here === true);
	await second.press('enter').online();
	expect(second.client.state).toMatchObject({me: 'Alice', role: 'member'});

	await first.door('REPLACED');
	await first.press('enter').online();
	await second.door('REPLACED');
});

test('a closed server is opened by its join password, and by nothing like it', async () => {
	const port = await open({closed: true, entry: 'open sesame'});
	const newcomer = await new Device(port, {id: 'Bob'}).door('INVITE_NEEDED');
	await newcomer.type('open barley').press('enter').door('ENTRY_WRONG');
	await newcomer.type('open sesame').press('enter').online();
	expect(newcomer.client.state.me).toBe('Bob');
});

test('who is banned reads why, and may look at what is there; who banned them lets them in again', async () => {
	const {port, server} = await opened();
	const invite = parseInvitation(server.links().owner!).token;
	const root = await new Device(port, {id: 'Root', invite}).online();
	expect(root.client.state.role).toBe('owner');
	const bob = await new Device(port, {id: 'Bob'}).online();
	await bob.client.say('general', 'I was here.');
	await bob.until(({state}) => (state.rooms.get('general')?.seq ?? 0) > 0);

	root.type('/mute Bob 2h calm down').press('enter');
	await bob.until(({state}) => state.muted?.text === 'calm down');
	root.type('/ban Bob 2h spam').press('enter');
	await bob.door('BANNED');
	expect(bob.shell.snapshot().screen.door?.error.message).toContain('spam');
	await bob.press('enter').until(({screen}) => screen.door?.isLooking === true);
	bob.press('alt+up');
	expect(bob.shell.snapshot().screen.picked).toBeDefined();

	root.type('/bans').press('enter');
	const listed = ({screen: {overlay}}: Snapshot, count: number): boolean =>
		overlay?.type === 'records' && overlay.standing === 'done' && overlay.found.length === count;
	await root.until(snapshot => listed(snapshot, 2));
	for (const left of [1, 0]) {
		root.type('x').type('x');
		await root.until(snapshot => listed(snapshot, left));
	}
	bob.client.reconnect();
	await bob.online();
	expect(bob.client.state.muted).toBeUndefined();
});
