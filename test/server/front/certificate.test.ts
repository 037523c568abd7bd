import {createPublicKey, generateKeyPairSync, X509Certificate} from 'node:crypto';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {connect, createServer} from 'node:tls';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {makeCertificate} from '../../../source/server/front/certificate.ts';

const now = Date.UTC(2026, 10, 21, 14, 30, 5);
const dayMs = 24 * 60 * 60 * 1000;
const {privateKey: key} = generateKeyPairSync('ec', {namedCurve: 'P-256'});

test('says what TLS libraries ask for, is signed by its own key, and is no authority', () => {
	const certificate = new X509Certificate(makeCertificate({key, now, serial: Buffer.alloc(16, 0x7a)}));
	expect(certificate.subject).toBe('CN=tui-chat');
	expect(certificate.issuer).toBe('CN=tui-chat');
	expect(certificate.subjectAltName).toBe('DNS:tui-chat');
	expect(certificate.ca).toBe(false);
	expect(certificate.serialNumber).toBe('7A'.repeat(16));
	expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
	expect(certificate.verify(createPublicKey(key))).toBe(true);
	expect(certificate.checkPrivateKey(key)).toBe(true);
});

test.each([
	['ten years, from a day ago on', now],
	['also over the turn of 2050, where dates are written otherwise', Date.UTC(2045, 1, 28)],
	['also when it begins after that', Date.UTC(2051, 5, 1)],
])('is valid for %s', (_, made) => {
	const certificate = new X509Certificate(makeCertificate({key, now: made, serial: Buffer.alloc(16, 1)}));
	expect(certificate.validFromDate.getTime()).toBe(made - dayMs);
	const until = new Date(made);
	until.setUTCFullYear(until.getUTCFullYear() + 10);
	expect(certificate.validToDate.getTime()).toBe(until.getTime());
});

test('any serial is a positive number, written the shortest way', () => {
	fc.assert(
		fc.property(fc.uint8Array({minLength: 16, maxLength: 16}), serial => {
			const certificate = new X509Certificate(makeCertificate({key, now, serial}));
			expect(BigInt(`0x${certificate.serialNumber}`)).toBe(
				BigInt(`0x${Buffer.from(serial).toString('hex')}`),
			);
		}),
		{
			examples: [
				[new Uint8Array(16)],
				[new Uint8Array(16).fill(0xff)],
				[Uint8Array.from({length: 16}, (_, i) => i)],
			],
		},
	);
});

test('is all that a strict client needs who was given it', async () => {
	const cert = makeCertificate({key, now: Date.now(), serial: Buffer.alloc(16, 9)});
	const server = createServer({key: String(key.export({type: 'pkcs8', format: 'pem'})), cert}, channel =>
		channel.end('hello'),
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const channel = connect({port, host: '127.0.0.1', ca: [cert], servername: 'tui-chat'});
	await once(channel, 'secureConnect');
	expect(channel.authorized).toBe(true);
	expect(channel.getProtocol()).toBe('TLSv1.3');
	channel.destroy();
	server.close();
});
