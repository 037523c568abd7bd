import type {Terminal} from '../../source/ui/errands.ts';

/** A terminal that does nothing, and says that all went well. */
export const stillTerminal: Terminal = {
	redraw: () => {},
	suspend: () => {},
	title: () => {},
	bell: () => {},
	notify: () => {},
	mouse: () => {},
	copy: () => {},
	openLink: async () => true,
	editText: async text => text,
	quit: () => {},
};
