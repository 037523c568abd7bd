import {expect, test} from 'vitest';
import {reduceAll} from '../../source/client/reduce.ts';
import type {State} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {usualKeys} from '../../source/ui/keymap.ts';
import {statusRow} from '../../source/ui/status.ts';
import {Listener} from './linear/listener.ts';
import {Person} from './person.ts';
import {mono, utc} from './rooms.ts';
import {plain} from './samples.ts';

const status = (state: State, now: number | undefined): string =>
	plain(statusRow({state, width: 80, theme: mono, keys: usualKeys, clock: utc, now, newer: 0})).trim();

const offline = (state: State): State => ({
	...state,
	link: {type: 'offline', retryAt: 4000, error: new ChatError('LOST')},
});

test('where nothing may move, no seconds are counted down and nobody is shown typing', () => {
	const {state} = new Person();
	const typing = reduceAll(state, [
		{type: 'event', event: {type: 'typing', room: 'general', id: 'Bob'}, at: 0},
	]);
	expect(status(offline(state), 0)).toBe('◌ reconnecting in 4 s (Alt+R now)');
	expect(status(offline(state), undefined)).toBe('◌ reconnecting … (Alt+R now)');
	expect(status(typing, 0)).toBe('Bob is typing');
	expect(status(typing, undefined)).toBe('● connected');
});

test('where nothing may move, no clock runs for it', async () => {
	const [still, moving] = [await Listener.online({motion: 'reduced'}), await Listener.online()];
	const before = [still.bench.clock.timers, moving.bench.clock.timers];
	for (const {peer} of [still, moving]) peer.send({type: 'typing', room: 'general', id: 'Bob'});
	for (const alice of [still, moving]) {
		await alice.bench.until(({rooms}) => (rooms.get('general')?.typing.size ?? 0) > 0);
		await alice.settled();
	}
	expect([still.bench.clock.timers, moving.bench.clock.timers]).toEqual([before[0], before[1]! + 1]);
});
