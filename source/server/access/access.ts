import {randomBytes} from 'node:crypto';
import type {Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import type {Door} from '../door.ts';
import type {Host} from '../host.ts';
import type {Hub} from '../hub.ts';
import {settleRole} from '../moderation/becoming.ts';
import {Accounts} from './accounts.ts';
import {Passwords} from './passwords.ts';
import {Tally, Throttle} from './throttle.ts';

type AccessOptions = {
	journal: Journal;
	hub: Hub;
	door: Door;
	clock: Clock;
	bounds: () => Host['bounds'];
	random?: ((bytes: number) => Uint8Array) | undefined;
};

/** What a server needs to know who somebody is. */
export type Access = Pick<Host, 'accounts' | 'passwords' | 'throttle' | 'founders'>;

export const makeAccess = ({hub, door, ...options}: AccessOptions): Access => {
	const {journal, clock, bounds, random = randomBytes} = options;
	const accounts = new Accounts({
		journal,
		note: fact => hub.delivery.ledger.note(fact),
		clock,
		bounds,
		random,
		onRevoked: device => door.revoke(device),
		onRole: ({key, role}) => {
			const member = hub.present.get(key);
			// Whoever sits at the server came in by no device, and is its owner whatever the account is.
			if (member?.account !== key || member.device === undefined) return;
			member.role = role;
			settleRole(hub, member);
			// Operators take no place.
			door.moveUp();
		},
	});
	const {ledger} = hub.delivery;
	const recover = ledger.onRecovery;
	ledger.onRecovery = () => {
		recover();
		accounts.devices.retry();
	};
	return {
		accounts,
		passwords: new Passwords({bounds, random}),
		throttle: new Throttle({clock, bounds}),
		founders: new Tally(clock),
	};
};
