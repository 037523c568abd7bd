/** The menu above the line in which one writes, read out: what it asks, and what is chosen. */
import {label} from '../labels.ts';
import type {Snapshot} from '../layout.ts';
import type {Menu} from '../menu.ts';
import {menuOf} from '../menus/table.ts';
import type {Asking} from '../opened.ts';

/** What one only goes through needs no words on how that is done; a question does. */
const isQuestion: {readonly [Type in Asking['type']]: boolean} = {completion: false, sent: true, paste: true};

const itemText = ({item}: Menu, index: number): string => {
	const {name, word} = item(index);
	return [name, word]
		.map(part => label(part.trim()).replaceAll(/ · |\s{2,}/g, ', '))
		.filter(part => part !== '')
		.join(', ');
};

const chosenText = (menu: Menu): string =>
	menu.count === 0
		? label(menu.title)
		: `${itemText(menu, menu.chosen)}, ${menu.chosen + 1} of ${menu.count}`;

const question = (menu: Menu, {type}: Asking): string[] => [
	label(menu.title),
	...menu.sample.map(row => `  ${label(row)}`),
	...(type === 'paste' ? Array.from({length: menu.count}, (_, index) => itemText(menu, index)) : []),
	label(menu.keys).replaceAll(' · ', ', '),
	...(menu.count === 0 ? [] : [`Chosen: ${chosenText(menu)}`]),
];

/** A question was open and changed nothing. */
const isGivenUp = ({screen, state}: Snapshot, after: Snapshot): boolean => {
	const pending = state.rooms.get(state.current)?.pending;
	const isUnsent = pending === after.state.rooms.get(state.current)?.pending;
	return (
		screen.asking !== undefined &&
		isQuestion[screen.asking.type] &&
		isUnsent &&
		screen.editor === after.screen.editor
	);
};

/** What there is to read of a menu. */
export const readMenu = (before: Snapshot, after: Snapshot): string[] => {
	const {asking} = after.screen;
	const menu = menuOf(after);
	if (!asking) return isGivenUp(before, after) ? ['Given up.'] : [];
	if (!menu || asking === before.screen.asking) return [];
	const isOpen = before.screen.asking?.type === asking.type;
	if (!isOpen && isQuestion[asking.type]) return question(menu, asking);
	const text = chosenText(menu);
	const old = isOpen ? menuOf(before) : undefined;
	return old && chosenText(old) === text ? [] : [text];
};
