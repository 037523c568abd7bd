/** What people do about their own accounts. */
import {ChatError} from '../../protocol/errors.ts';
import type {Handlers} from '../call.ts';

const refuse = (): never => {
	throw new ChatError('NO_ACCOUNT');
};

export const accountHandlers: Pick<Handlers, 'register' | 'devices' | 'revoke' | 'token'> = {
	register: refuse,
	devices: refuse,
	revoke: refuse,
	token: refuse,
};
