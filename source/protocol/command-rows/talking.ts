/** Commands by which one says something, or changes what was said. */
import {isReaction} from '../clean.ts';
import {messageFor} from '../command-context.ts';
import {ChatError} from '../errors.ts';
import {directMark} from '../names.ts';
import {signOf} from '../signs.ts';
import {afterWord, type CommandRow, firstWord, idName} from './row.ts';

export const talkingRows: readonly CommandRow[] = [
	{
		name: 'me',
		usage: 'text',
		args: ['text'],
		says: 'say what you are doing, as in: * Alice waves',
		needs: 1,
		run: (rest, {room, nonce}) => ({
			type: 'say',
			room,
			msg: rest,
			kind: 'me',
			nonce: nonce(),
		}),
	},
	{
		name: 'msg',
		aliases: ['dm', 'tell'],
		usage: 'name text',
		args: ['id', 'text'],
		says: 'say something to one person only',
		needs: 2,
		run: (rest, {nonce}) => ({
			type: 'say',
			room: directMark + idName(firstWord(rest)),
			msg: afterWord(rest),
			nonce: nonce(),
		}),
	},
	{
		name: 'query',
		usage: 'name',
		args: ['id'],
		says: 'open the direct conversation with a person',
		needs: 1,
		needsScreen: true,
		run: rest => ({screen: 'query', argument: idName(firstWord(rest))}),
	},
	{
		name: 'reply',
		usage: 'text',
		args: ['text'],
		says: 'answer the message that is picked, or else the newest of somebody else',
		needs: 1,
		needsScreen: true,
		run: (rest, context) => ({
			type: 'say',
			room: context.room,
			msg: rest,
			ref: messageFor('reply', 'others', context),
			nonce: context.nonce(),
		}),
	},
	{
		name: 'edit',
		usage: '[text]',
		args: ['text'],
		says: 'change your message that is picked, or else your newest; no text brings it back to be edited',
		needsScreen: true,
		run: (rest, context) => {
			const ref = messageFor('edit', 'mine', context);
			if (rest === '') return {screen: 'edit', argument: ''};
			return {type: 'edit', room: context.room, ref, msg: rest, nonce: context.nonce()};
		},
	},
	{
		name: 'delete',
		usage: '',
		args: [],
		says: 'delete the message that is picked, or else your newest, for everybody',
		needsScreen: true,
		run: (_, context) => ({
			type: 'delete',
			room: context.room,
			ref: messageFor('delete', 'mine', context),
			nonce: context.nonce(),
		}),
	},
	{
		name: 'react',
		usage: 'sign',
		args: ['sign'],
		says: 'put a sign such as 👍 or :heart: to the message that is picked, or else the newest; again takes it off',
		needs: 1,
		needsScreen: true,
		run: (rest, context) => {
			const emoji = signOf(firstWord(rest));
			if (!isReaction(emoji))
				throw new ChatError('BAD_REQUEST', 'Only one emoji or symbol can be put to a message.');
			const ref = messageFor('react', 'any', context);
			return {type: 'react', room: context.room, ref, emoji, nonce: context.nonce()};
		},
	},
];
