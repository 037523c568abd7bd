/** Those who mean no good, each on a connection of its own: what they do, how often, and how it has to end. */
import type {Chance} from '../../test/helpers/chance.ts';
import {Link} from '../link.ts';
import {homeOf} from './person.ts';
import type {Tally} from './tally.ts';

type Way = {port: number; index: number; tally: Tally; chance: Chance; over: () => void};

type Mischief = {
	/** times a second, at the usual rate */
	readonly perSecond: number;
	readonly tls?: boolean;
	/** what it does once the link is there; it is written before the link opens, so it goes out as soon as it does */
	readonly act: (link: Link, chance: Chance) => void;
	/** ms after which it goes by itself; without it the server has to end it */
	readonly goesAfterMs?: number;
};

const junk = (chance: Chance, bytes: number): Buffer =>
	Buffer.from(Array.from({length: bytes}, () => chance.between(0, 255)));

const endless = Buffer.alloc(512 * 1024, 'x');

/** The record and the message of a TLS hello begin, and nothing follows. */
const handshakeBegun = Buffer.from('16030100c8010000c40303', 'hex');

export const mischief: Readonly<Record<string, Mischief>> = {
	'endless line': {
		perSecond: 1 / 20,
		act: link => {
			link.write('{');
			link.write(endless);
		},
	},
	'endless line, TLS': {
		perSecond: 1 / 60,
		tls: true,
		act: link => {
			link.write('{');
			link.write(endless);
		},
	},
	garbage: {
		perSecond: 1 / 10,
		act: (link, chance) => link.write(junk(chance, chance.between(1, 6000))),
		goesAfterMs: 3000,
	},
	'garbage in JSON': {perSecond: 1 / 20, act: link => link.write('{"type":"hello","v":1,"id":\n')},
	'half of a handshake': {perSecond: 1 / 30, act: link => link.write(handshakeBegun)},
	'garbage in a handshake': {
		perSecond: 1 / 30,
		act: (link, chance) => link.write(Buffer.concat([handshakeBegun, junk(chance, 400)])),
	},
	silence: {perSecond: 1 / 10, act: () => {}},
	'a visit of a moment': {perSecond: 1 / 5, act: () => {}, goesAfterMs: 20},
	'wrong password': {
		perSecond: 1 / 30,
		act: (link, chance) =>
			link.write(
				`{"type":"hello","v":1,"id":"guess${chance.between(0, 99)}","password":"wrong horse ${chance.between(0, 999)}"}\n`,
			),
	},
	'wrong proof': {
		perSecond: 1 / 30,
		tls: true,
		act: link =>
			link.write(
				`{"type":"hello","v":1,"id":"forger","key":"${'A'.repeat(43)}","proof":"${'A'.repeat(86)}"}\n`,
			),
	},
};

/** The server ends what it does not want after 9 s at the latest; later than this is never, in ms. */
const patienceMs = 30_000;

/** Lets somebody do it once. @param late called when the server did not end it */
export const begin = (name: string, way: Way, late: () => void): Link => {
	const {act, tls = false, goesAfterMs} = mischief[name]!;
	const {port, index, tally, chance, over} = way;
	tally.add(name);
	const timer = setTimeout(() => {
		if (goesAfterMs === undefined) late();
		link.close('reset');
	}, goesAfterMs ?? patienceMs);
	const link: Link = new Link({
		port,
		tls,
		localAddress: homeOf(index),
		line: () => {},
		closed: () => {
			clearTimeout(timer);
			over();
		},
	});
	act(link, chance);
	return link;
};
