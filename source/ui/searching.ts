/** Finding messages: what is typed is asked as one types, and what is found can be gone to. */
import {conversationOf} from '../client/rooms.ts';
import {candidates} from '../client/select.ts';
import {complete} from '../protocol/completion.ts';
import {ChatError} from '../protocol/errors.ts';
import {parseSearch} from '../protocol/search.ts';
import {editorOf} from './compose.ts';
import {edit, emptyEditor, isEditCommand, replaceRange} from './editor.ts';
import type {News} from './effects.ts';
import type {Action} from './keymap.ts';
import type {Input} from './keys.ts';
import {insertInLine} from './one-line.ts';
import type {Searching} from './opened.ts';
import {land} from './reading.ts';
import {and, bottom, only, type Screen, type Step, type Surroundings} from './screen.ts';

const nothingAsked = {
	asked: undefined,
	answered: undefined,
	found: [],
	more: undefined,
	chosen: 0,
	trouble: '',
} as const;

/** Opens the search with a text; without one, as it was left when one went to something found. */
export const openSearch = (screen: Screen, around: Surroundings, text: string): Step => {
	if (text === '' && screen.searched) return only({...screen, overlay: {...screen.searched, again: true}});
	const searching = {
		type: 'search',
		query: editorOf(text),
		id: 0,
		standing: 'idle',
		...nothingAsked,
	} as const;
	return asked(screen, around, searching, false);
};

/** Asks for what is typed now. Without a word there is nothing to ask. @param waits for more to be typed */
const asked = (screen: Screen, {state, now}: Surroundings, before: Searching, waits: boolean): Step => {
	const id = screen.questions + 1;
	const shown = (overlay: Searching): Screen => ({...screen, questions: id, overlay});
	try {
		const wanted = parseSearch(before.query.text, now);
		if (wanted.text === '') return only(shown({...before, ...nothingAsked, id, standing: 'idle'}));
		if (state.link.type !== 'online') {
			const trouble = 'You are offline. Search works again once you are connected.';
			return only(shown({...before, ...nothingAsked, id, standing: 'failed', trouble}));
		}
		// What was found before stays until there is something newer: no flicker while one types.
		const searching = {...before, id, asked: wanted, trouble: '', standing: 'searching'} as const;
		return and(shown(searching), {type: 'search', id, asked: wanted, more: undefined, waits});
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		return only(shown({...before, ...nothingAsked, id, standing: 'failed', trouble: error.message}));
	}
};

/** What a key does in the search. */
export const pressSearch = (
	screen: Screen,
	before: Searching,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const searching = {...before, again: undefined};
	if (input.type === 'text' || input.type === 'paste') {
		const query = insertInLine(before.again ? emptyEditor : searching.query, input);
		return asked(screen, around, {...searching, query}, true);
	}
	if (action === 'complete') return completed(screen, searching, around);
	if (action === 'submit') return chosen(screen, searching, around);
	const page = Math.max(1, Math.floor((around.pane(bottom).height - 2) / 2));
	const moves: Partial<Record<Action, number>> = {older: -1, newer: 1, pageUp: -page, pageDown: page};
	const by = action && moves[action];
	if (by !== undefined) return moved(screen, searching, by);
	if (!action || !isEditCommand(action) || action === 'newline') return only(screen);
	const query = edit(searching.query, action);
	if (query.text === searching.query.text) return only({...screen, overlay: {...searching, query}});
	return asked(screen, around, {...searching, query}, true);
};

/** What completes a condition such as `from:` here completes it behind the command, too. */
const command = '/search ';

const completed = (screen: Screen, searching: Searching, around: Surroundings): Step => {
	const {text, cursor} = searching.query;
	const {length} = command;
	const completion = complete(command + text, length + cursor, candidates(around.state));
	const [choice] = completion?.choices ?? [];
	if (!completion || !choice) return only(screen);
	const query = replaceRange(searching.query, completion.start - length, completion.end - length, choice.put);
	return asked(screen, around, {...searching, query}, true);
};

/** Chooses another one; near the last one that is held, asks for more. */
const moved = (screen: Screen, searching: Searching, by: number): Step => {
	const {found, more, asked, standing, id} = searching;
	const chosen = Math.max(0, Math.min(found.length - 1, searching.chosen + by));
	const overlay = {...searching, chosen};
	const wantsMore = more !== undefined && asked && standing === 'done' && chosen >= found.length - page;
	if (!wantsMore) return only({...screen, overlay});
	const effect = {type: 'search', id, asked, more, waits: false} as const;
	return and({...screen, overlay: {...overlay, standing: 'searching'}}, effect);
};

/** So many results before the last one, the next ones are asked for. */
const page = 10;

const chosen = (screen: Screen, searching: Searching, around: Surroundings): Step => {
	const message = searching.found[searching.chosen];
	if (!message)
		return searching.standing === 'failed' ? asked(screen, around, searching, false) : only(screen);
	const target = conversationOf(around.state.me, message);
	return land({...screen, searched: searching}, around, target, message.seq);
};

/** What was found, if it is what was asked last. */
export const found = (screen: Screen, news: News & {type: 'found'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'search' || overlay.id !== news.id) return only(screen);
	const continues = overlay.answered === news.id;
	const all = continues ? [...overlay.found, ...news.found] : news.found;
	const chosen = continues ? overlay.chosen : 0;
	return only({
		...screen,
		overlay: {...overlay, found: all, more: news.more, chosen, answered: news.id, standing: 'done'},
	});
};

export const searchFailed = (screen: Screen, {id, text}: News & {type: 'searchFailed'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'search' || overlay.id !== id) return only(screen);
	return only({...screen, overlay: {...overlay, standing: 'failed', trouble: text}});
};
