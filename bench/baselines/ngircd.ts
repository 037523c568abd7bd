/** ngircd as it is, but for its limits: a thousand people may come from one address, and nobody is slowed down. */
import {writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';

/** See ngircd.conf(5). Its penalties would hold up whoever says more than a few lines a second. */
const configuration = (port: number): string => `[Global]
Name = irc.bench.test
Info = measured
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = hello
ServerUID = ${process.getuid?.() ?? 0}
ServerGID = ${process.getgid?.() ?? 0}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
MaxPenaltyTime = 0
PingTimeout = 3600
PongTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
SyslogFacility = local1
`;

/** A port that nobody has at this moment. */
export const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer().on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port.')),
			);
		});
	});

/** How it is started, in the foreground. The file goes into the given folder. */
export const ngircdCommand = (folder: string, port: number): string[] => {
	const path = join(folder, 'ngircd.conf');
	writeFileSync(path, configuration(port));
	return ['ngircd', '-n', '-f', path];
};

const patienceMs = 10_000;

/**
 * Waits until somebody listens there.
 * @throws after ten seconds
 */
export const untilListening = async (port: number): Promise<void> => {
	const isThere = (): Promise<boolean> =>
		new Promise(resolve => {
			const socket = connect({port, host: '127.0.0.1'});
			socket.once('connect', () => {
				socket.destroy();
				resolve(true);
			});
			socket.once('error', () => resolve(false));
		});
	for (const end = performance.now() + patienceMs; performance.now() < end; await wait(50))
		if (await isThere()) return;
	throw new Error(`Nobody listens on port ${port}.`);
};
