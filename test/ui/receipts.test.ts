import {beforeEach, describe, expect, test} from 'vitest';
import {Receipts} from '../../source/ui/receipts.ts';
import {pane} from '../../source/ui/view.ts';
import {FakeClock} from '../helpers/clock.ts';
import {Person} from './person.ts';
import {mono, paneOf, roomOf, says} from './rooms.ts';
import {plain} from './samples.ts';

let alice: Person;
let clock: FakeClock;
let receipts: Receipts;
let faded: number;

beforeEach(() => {
	alice = new Person();
	clock = new FakeClock();
	faded = 0;
	receipts = new Receipts({clock, state: alice.state, faded: () => faded++});
});

const look = (isStill = false): void => receipts.look(alice.state, isStill);

/** What Alice has said comes back from the server, as the newest of the room. */
const arrive = (msg: string, nonce: string): number => {
	const seq = alice.state.rooms.get('general')!.seq + 1;
	alice.receive(
		{type: 'ack', room: 'general', nonce, seq, ts: 0},
		{type: 'message', room: 'general', seq, id: 'Alice', msg, ts: 0},
	);
	return seq;
};

const say = (msg: string): void => {
	alice.type(msg).press('enter');
	look();
};

describe('the sign that a message has arrived', () => {
	test('is seen for two seconds', () => {
		say('hello');
		expect(receipts.shown).toBeUndefined();
		const seq = arrive('hello', 'n1');
		look();
		expect(receipts.shown).toEqual({room: 'general', seq});
		clock.advance(1999);
		expect(faded).toBe(0);
		clock.advance(1);
		expect([receipts.shown, faded, clock.timers]).toEqual([undefined, 1, 0]);
	});

	test('goes to the newest of several, for two seconds from then on', () => {
		say('one');
		say('two');
		arrive('one', 'n1');
		look();
		clock.advance(1500);
		const seq = arrive('two', 'n2');
		look();
		clock.advance(1500);
		expect(receipts.shown).toEqual({room: 'general', seq});
		expect(clock.timers).toBe(1);
	});

	test('is of one’s own only, and of what was sent from here', () => {
		say('hello');
		alice.hear('general', 'Bob', 'hi');
		look();
		expect(receipts.shown).toBeUndefined();
		arrive('hello', 'n1');
		look();
		clock.advance(2000);
		alice.hear('general', 'Alice', 'from another window');
		look();
		expect(receipts.shown).toBeUndefined();
	});

	test('is not seen of what failed or was given up', () => {
		say('hello');
		alice.receive({type: 'error', code: 'NO_SUCH_ROOM', text: 'No.', nonce: 'n1'});
		look();
		alice.change({type: 'dropped', nonce: 'n1'});
		look();
		expect(receipts.shown).toBeUndefined();
	});

	test('is not there where nothing may change by itself: it would go away', () => {
		say('hello');
		arrive('hello', 'n1');
		look(true);
		expect([receipts.shown, clock.timers]).toEqual([undefined, 0]);
	});

	test('leaves no clock running when the chat ends', () => {
		say('hello');
		arrive('hello', 'n1');
		look();
		receipts.close();
		expect(clock.timers).toBe(0);
	});
});

describe('where it stands', () => {
	const shown = (msg: string, width: number): string[] => {
		const room = roomOf([says('14:02', 'Alice', msg, {mine: true})]);
		const rows = (arrived?: number): string[] =>
			pane(paneOf(room, width, 8, {theme: mono, arrived})).rows.map(row => plain(row).trimEnd());
		const [before, after] = [rows(), rows(0)];
		return after.filter((row, index) => row !== before[index]);
	};

	test('behind the last row, in a narrow pane too', () => {
		expect(shown('Yes.\nLet us.', 60)).toEqual(['               Let us. ✓']);
		expect(shown('Yes.', 30)).toEqual([' Alice: Yes. ✓']);
	});

	test('nowhere where it would need a row of its own', () => {
		expect(shown('x'.repeat(45), 60)).toEqual([]);
		expect(shown('x'.repeat(43), 60)).toEqual([]);
		expect(shown('x'.repeat(42), 60)).toEqual([`${' 14:02  Alice  '}${'x'.repeat(42)} ✓`]);
	});
});
