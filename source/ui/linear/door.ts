/** The door as it is heard: why the server said no, what can be done about it, and what is typed there. */
import {chosenItem, doorItems, isClosed, isKeyTrouble} from '../door.ts';
import {layoutText} from '../editor-layout.ts';
import {layoutOf, type Snapshot} from '../layout.ts';
import type {Door} from '../opened.ts';
import {
	acceptCommand,
	actionWords,
	doorSentences,
	fieldLabels,
	groupsOf,
	shownField,
	waitWords,
} from '../overlays/door.ts';
import type {InputLine} from './input-line.ts';

/** Both keys in groups, for who compares them by ear. */
const keyWords = ({error}: Door, address: string, me: string): string[] => {
	const {keys} = error.details;
	if (!isKeyTrouble(error) || !keys) return [];
	const [held, shown] = [groupsOf(keys.held).join(' '), groupsOf(keys.shown).join(' ')];
	const command = acceptCommand(error, address, me);
	return [
		`The one that was expected: ${held}`,
		`The one that came: ${shown}`,
		...(command === undefined ? [] : [`If that one is right: ${command}`]),
	];
};

const ways = (door: Door, {state, appearance: {keys}}: Snapshot): string => {
	const items = doorItems(door, state).map(item =>
		item.type === 'field' ? fieldLabels[item.field] : actionWords[item.type],
	);
	const close = keys.labelFor('close');
	if (items.length === 1) return `${close} leaves.`;
	return `To choose: ${items.join('; ')}. ${keys.labelFor('older')} and ${keys.labelFor('newer')} go to the others, ${keys.labelFor('submit')} does it, ${close} leaves.`;
};

/** What there is to read of the door. */
export const readDoor = (before: Snapshot, after: Snapshot, address: string): string[] => {
	const {door} = after.screen;
	const was = before.screen.door;
	if (!door || !isClosed(after.screen)) return door && isClosed(before.screen) ? [looking(after)] : [];
	if (was?.error === door.error && was.isLooking === door.isLooking)
		return door.objection !== '' && door !== was ? [`Error: ${door.objection}`] : [];
	const [first = '', ...rest] = doorSentences(door, after.state, address);
	const wait = waitWords(after.state, after.now);
	return [
		`Refused: ${[first, ...(isKeyTrouble(door.error) ? [] : rest)].join(' ')}`,
		...(isKeyTrouble(door.error) ? rest : []),
		...keyWords(door, address, after.state.me),
		...(wait === '' ? [] : [wait]),
		ways(door, after),
	];
};

const looking = ({appearance: {keys}}: Snapshot): string =>
	`You read what is here. ${keys.labelFor('retry')} goes back to what can be done.`;

/** The line of the door: what is chosen, and what is typed there. */
export const doorLine = (door: Door, snapshot: Snapshot, mostRows: number): InputLine => {
	const {width} = layoutOf(snapshot).composer;
	const item = chosenItem(door, snapshot.state);
	if (item.type !== 'field') {
		const text = actionWords[item.type];
		return layoutText(text, text.length, width, mostRows);
	}
	const prompt = `${fieldLabels[item.field]}: `;
	const {text, cursor} = shownField(door, item.field);
	return layoutText(prompt + text, prompt.length + cursor, width, mostRows);
};
