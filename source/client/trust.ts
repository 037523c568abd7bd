/** Whether who answers is the server that one wants: decided by its key, before anything is said to it. */
import {type Address, showAddress} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Pin} from './pins.ts';

/** What is known of a server before it answers. */
export type Known = {
	address: Address;
	/** by which it was known before */
	pin: Pin | undefined;
	/** a fingerprint that somebody gave by hand: it counts more than what was before */
	given: string | undefined;
	/** that of the invitation by which one comes: it says which key a new server has, and changes nothing of a known one */
	invited: string | undefined;
};

/** Who answered. */
export type Shown = {
	/** of its key, as `SHA256:…` */
	fingerprint: string;
	/** an authority of this machine vouches that it is the host that was dialled */
	isVouched: boolean;
};

export type Verdict = {
	/**
	 * `new`: nobody has said anything about this key, so somebody should look at it. `known`: it is the one that was
	 * expected. `public`: an authority vouches for it.
	 */
	readonly how: 'new' | 'known' | 'public';
	/** what is to be kept, where it is not what is kept already */
	readonly keep: Pin | undefined;
};

/** @throws {ChatError} KEY_CHANGED, KEY_WRONG */
export const judge = (known: Known, shown: Shown): Verdict => {
	const {pin, given, invited} = known;
	const {fingerprint, isVouched} = shown;
	if (given !== undefined) {
		if (given !== fingerprint) throw wrongKey(known, given, fingerprint);
		return {how: 'known', keep: changed(pin, {fingerprint, isPublic: false})};
	}
	const isSame = pin?.fingerprint === fingerprint;
	if (pin && !isSame && !(pin.isPublic && isVouched)) throw changedKey(known, pin, fingerprint);
	if (invited !== undefined && invited !== fingerprint) throw wrongKey(known, invited, fingerprint);
	if (pin && !pin.isPublic) return {how: 'known', keep: undefined};
	if (isVouched) return {how: 'public', keep: changed(pin, {fingerprint, isPublic: true})};
	// The authority's word is gone, as when a certificate ends, and the key is the same.
	if (pin) return {how: 'known', keep: undefined};
	return {how: invited === undefined ? 'new' : 'known', keep: {fingerprint, isPublic: false}};
};

const changed = (pin: Pin | undefined, next: Pin): Pin | undefined =>
	pin?.fingerprint === next.fingerprint && pin.isPublic === next.isPublic ? undefined : next;

const changedKey = ({address}: Known, {fingerprint: held, isPublic}: Pin, shown: string): ChatError => {
	const why = isPublic ? ', and no authority vouches for it as one did before' : '';
	return new ChatError(
		'KEY_CHANGED',
		`The key of ${showAddress(address)} is not the one that it had: it was ${held} and is ${shown}${why}. Somebody may stand between you and the server, so nothing was said to it. Ask its owner; where the new key is right, start once with --fingerprint ${shown}`,
		{keys: {held, shown}},
	);
};

const wrongKey = ({address, given}: Known, held: string, shown: string): ChatError => {
	const [source, next] =
		given === undefined ? ['the invitation', 'for a new invitation'] : ['--fingerprint', 'for the right one'];
	return new ChatError(
		'KEY_WRONG',
		`The key of ${showAddress(address)} is not the one that ${source} names: that is ${held}, and the server’s is ${shown}. Somebody may stand between you and the server, so nothing was said to it. Ask its owner ${next}.`,
		{keys: {held, shown}},
	);
};
