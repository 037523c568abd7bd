/** Enter: what is written is said, changes a message, is put to one, or is done. */
import {clean, isReaction} from '../protocol/clean.ts';
import {isSecret, parse} from '../protocol/commands.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Request, RequestOf} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import {signOf} from '../protocol/signs.ts';
import {expand} from './aliases.ts';
import {end, fitsMessage, tooLong} from './compose.ts';
import {emptyEditor, setText} from './editor.ts';
import type {Effect} from './effects.ts';
import {messageOf} from './held.ts';
import {isTooLarge, openPeople} from './overlays/people.ts';
import {openPerson} from './overlays/person.ts';
import {openRecords} from './overlays/records.ts';
import {messageFor} from './pick.ts';
import {hasOwn} from './reactions.ts';
import {openRoom, toNewest} from './reading.ts';
import {remember} from './recall.ts';
import {type About, and, only, roomHere, type Screen, type Step, type Surroundings, told} from './screen.ts';
import {screenCommands} from './screen-commands.ts';

export const submit = (screen: Screen, around: Surroundings): Step => {
	const {about} = screen;
	if (!fitsMessage(screen.editor.text)) return told(screen, tooLong(screen.editor.text), 'error');
	if (about?.type === 'reply' && isGone(around, about))
		return gone(screen, around, 'makes it a message of its own');
	if (about?.type === 'edit') return submitEdit(screen, around, about);
	if (about?.type === 'react') return submitSign(screen, around, about, screen.editor.text);
	// What is pasted often ends with a new line, which nobody means to say.
	const typed = screen.editor.text.trimEnd();
	const room = roomHere(around)?.target ?? around.state.current;
	const message = (whose: Parameters<typeof messageFor>[2]): number | undefined =>
		messageFor(screen, around.state, whose);
	try {
		const line = expand(typed, screen.preferences.aliases);
		const parsed = parse(line, {room, nonce: around.nonce, message});
		if (parsed.type === 'nothing') return only({...screen, editor: emptyEditor});
		const sent = {
			...screen,
			// What was secret is not brought back by undoing, either.
			editor: isSecret(line) ? emptyEditor : setText(screen.editor, ''),
			recall: isSecret(line) ? screen.recall : remember(screen.recall, typed),
		};
		if (parsed.type === 'screen') return screenCommands[parsed.name](sent, around, parsed.argument);
		const {request} = parsed;
		const replies = about !== undefined && request.type === 'say' && request.room === room;
		if (!replies) return requested({...sent, picked: undefined}, around, request);
		return requested(end(sent), around, {ref: about.seq, ...request});
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		return told(screen, error.message, 'error');
	}
};

/** Was the message that one writes about deleted meanwhile? */
const isGone = (around: Surroundings, {seq}: About): boolean => {
	const room = roomHere(around);
	return room !== undefined && messageOf(room, seq)?.deleted !== undefined;
};

/** @param way what giving it up does */
const gone = (screen: Screen, {appearance}: Surroundings, way = 'gives it up'): Step =>
	told(screen, `That message was deleted. ${appearance.keys.labelFor('close')} ${way}.`, 'error');

const submitEdit = (screen: Screen, around: Surroundings, about: About): Step => {
	if (isGone(around, about)) return gone(screen, around);
	const {seq, msg} = about;
	const text = clean(screen.editor.text.trimEnd());
	const room = roomHere(around);
	if (!room) return only(end(screen));
	if (text.trim() === '')
		return told(screen, 'Nothing is left of it. To delete a message, pick it.', 'error');
	if (text === msg) return only(end(screen));
	const request = {type: 'edit', room: room.target, ref: seq, msg: text, nonce: around.nonce()} as const;
	return and(end(screen), {type: 'request', request});
};

/** Puts a sign to the message that one writes about. @param typed the sign, or its name */
export const submitSign = (screen: Screen, around: Surroundings, about: About, typed: string): Step => {
	if (isGone(around, about)) return gone(screen, around);
	const {seq} = about;
	const emoji = signOf(typed.trim());
	const room = roomHere(around);
	if (!room || typed.trim() === '') return only(end(screen));
	if (!isReaction(emoji)) {
		const tab = around.appearance.keys.labelFor('complete');
		return told(screen, `One emoji, or its name: ${tab} completes :na`, 'error');
	}
	return requested(end(screen), around, {
		type: 'react',
		room: room.target,
		ref: seq,
		emoji,
		nonce: around.nonce(),
	});
};

/** A sign that is one's own already is taken off. */
const toggled = (request: RequestOf<'react'>, {state}: Surroundings): RequestOf<'react'> => {
	const room = state.rooms.get(nameKey(request.room));
	const line = room && messageOf(room, request.ref);
	return line && hasOwn(line, request.emoji, state.me) ? {...request, off: true} : request;
};

/** Asks the server, and shows where that leads. */
export const requested = (screen: Screen, around: Surroundings, request: Request): Step => {
	if (request.type === 'quit') return and(screen, {type: 'quit', text: request.text});
	if (request.type === 'react') return and(screen, {type: 'request', request: toggled(request, around)});
	if (request.type === 'whois') return openPerson(screen, around, request.id);
	if (request.type === 'who' && isTooLarge(around.state, request.room))
		return openPeople(screen, around, request.room, request.like);
	if (request.type === 'bans') return openRecords(screen, around, request.type, request.room);
	if (request.type === 'devices' || request.type === 'invites' || request.type === 'audit')
		return openRecords(screen, around, request.type);
	const sends: Effect = {type: 'request', request};
	// Who says something wants to see it said, and who enters a room wants to see the room.
	if (request.type === 'say') {
		const elsewhere = nameKey(request.room) !== around.state.current;
		const shown = elsewhere ? openRoom(screen, around, request.room) : toNewest(screen, around);
		return and(shown.screen, ...shown.effects, sends);
	}
	if (request.type === 'join') {
		const shown = openRoom(screen, around, request.room);
		return and(shown.screen, sends, ...shown.effects);
	}
	return and(screen, sends);
};
