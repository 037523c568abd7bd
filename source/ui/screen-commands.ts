/** Commands to the screen itself. */
import type {ScreenCommand} from '../protocol/commands.ts';
import {directMark} from '../protocol/names.ts';
import {begin} from './compose.ts';
import {messageOf} from './held.ts';
import {openMentions} from './mentions.ts';
import {openHelp} from './overlays/help.ts';
import {openSecret} from './overlays/secret.ts';
import {messageFor} from './pick.ts';
import {openRoom, toNewest} from './reading.ts';
import {
	and,
	only,
	roomHere,
	type Screen,
	type Step,
	type Surroundings,
	told,
	withPreference,
} from './screen.ts';
import {openSearch} from './searching.ts';
import {alias, set, unalias} from './set.ts';
import {ignore, ignored, mute, notify, pin, unignore, unmute, unpin} from './wishes.ts';

export const toggleSidebar = (screen: Screen): Step =>
	only(withPreference(screen, 'sidebar.show', !screen.preferences.values['sidebar.show']));

/** What the commands do that are not for the server: a row for each. */
export const screenCommands: Readonly<
	Record<ScreenCommand, (screen: Screen, around: Surroundings, argument: string) => Step>
> = {
	help: (screen, _, command) => openHelp(screen, command),
	query: (screen, around, id) => openRoom(screen, around, directMark + id),
	search: openSearch,
	mentions: openMentions,
	nick: (screen, _, id) => and(screen, {type: 'nick', id}),
	register: openSecret,
	mute,
	unmute,
	pin,
	unpin,
	notify,
	ignore,
	unignore,
	ignored,
	edit: (screen, around) => {
		const room = roomHere(around);
		const seq = messageFor(screen, around.state, 'mine');
		const line = room && seq !== undefined && messageOf(room, seq);
		if (!line) return only(screen);
		if (!line.mine) return told(screen, 'Only messages of your own can be edited.', 'error');
		return only(begin({...screen, picked: undefined}, 'edit', line));
	},
	clear: (screen, around) => {
		const {current} = around.state;
		const target = roomHere(around)?.target ?? current;
		const {screen: after, effects} = toNewest(screen, around);
		const cleared = new Set(after.cleared).add(current);
		return and({...after, cleared}, ...effects, {type: 'change', change: {type: 'clear', target}});
	},
	reconnect: screen => and(screen, {type: 'reconnect'}),
	sidebar: toggleSidebar,
	set,
	alias,
	unalias,
	reload: screen => and(screen, {type: 'reload'}),
};
