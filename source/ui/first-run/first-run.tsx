import {Box, Text, useCursor} from 'ink';
import TextInput from 'ink-text-input';
import type {ReactNode} from 'react';
import {TooSmall} from '../components/stage.tsx';
import {smallest} from '../geometry.ts';
import {keyLabel} from '../keymap.ts';
import {label} from '../labels.ts';
import type {Theme} from '../themes.ts';
import {columns as columnsOf, fit, wrap} from '../wrap.ts';
import {chosenItem, type Field, type Form, type Item, itemsOf} from './form.ts';
import {type FormProps, useForm} from './use-form.ts';

export type FirstRunProps = FormProps & {
	readonly columns: number;
	readonly rows: number;
	readonly theme: Theme;
	/** NO_COLOR and the like: the field's own cursor cannot be seen */
	readonly plain: boolean;
};

const widest = 64;
const fieldLabels: Readonly<Record<Field, string>> = {address: 'Address ', id: 'Name    '};
/** `› Address ` */
const fieldLeft = 2 + fieldLabels.address.length + 1;
/** With fewer rows than this there are no blank ones. */
const roomy = 14;

/** So many choices stay in sight, whatever there is to say. */
const fewest = 3;

/** Where everything stands: its width, blank rows between its parts, which choices are in sight, and its corner. */
const placesOf = (form: Form, columns: number, rows: number) => {
	const {length} = itemsOf(form);
	const width = Math.max(1, Math.min(widest, columns - 2));
	const gap = rows >= roomy ? 1 : 0;
	const told = wrap(saying(form, chosenItem(form)), width);
	// The question and how to go on; what is wrong is told whole where the fields leave room for it.
	const says = Math.max(2, Math.min(told.length, rows - 2 - 2 * gap - Math.min(length, fewest)));
	const around = 2 + says + 2 * gap;
	const shown = Math.min(length, rows - around);
	return {
		width,
		gap,
		shown,
		told: [...told.slice(0, says - 1), told.slice(says - 1).join(' ')],
		says,
		from: Math.max(0, Math.min(form.chosen - Math.floor(shown / 2), length - shown)),
		top: Math.max(0, Math.floor((rows - shown - around) / 2)),
		left: Math.floor((columns - width) / 2),
	};
};

/** The whole screen of who has not said where to go. */
export const FirstRun = (props: FirstRunProps): ReactNode => {
	const {columns, rows, theme, plain} = props;
	const {form, item, field, change} = useForm(props);
	const {width, gap, shown, told, says, from, top, left} = placesOf(form, columns, rows);
	const tone = form.objection === '' ? 'dim' : 'error';
	const fieldColumns = Math.max(1, width - fieldLeft);
	const {setCursorPosition} = useCursor();
	const value = field === undefined ? '' : form[field];
	setCursorPosition(
		plain && field !== undefined
			? {
					x: left + fieldLeft + Math.min(columnsOf(value), fieldColumns - 1),
					y: top + 1 + gap + form.chosen - from,
				}
			: undefined,
	);
	// What is typed survives a window that is too small for a while.
	if (columns < smallest.columns || rows < smallest.rows) return <TooSmall columns={columns} rows={rows} />;

	return (
		<Box flexDirection="column" width={columns} height={rows} paddingTop={top} paddingLeft={left}>
			<Text>{theme.paint('heading', fit('Where do you want to chat?', width))}</Text>
			{gap > 0 && <Text> </Text>}
			{itemsOf(form)
				.slice(from, from + shown)
				.map((one, index) => (
					<Row
						key={keyOf(one)}
						item={one}
						form={form}
						isChosen={from + index === form.chosen}
						width={width}
						theme={theme}
						change={change}
					/>
				))}
			{gap > 0 && <Text> </Text>}
			<Text>
				{Array.from({length: says}, (_, row) => theme.paint(tone, fit(told[row] || ' ', width))).join('\n')}
			</Text>
			<Text>{theme.paint('dim', fit(footer(form, item, width), width))}</Text>
		</Box>
	);
};

/** No two choices are the same. */
const keyOf = (item: Item): string =>
	item.type === 'visited' ? `${item.visited.id} @ ${item.visited.address}` : item.type;

type RowProps = {
	item: Item;
	form: Form;
	isChosen: boolean;
	width: number;
	theme: Theme;
	change: (field: Field, text: string) => void;
};

const Row = ({item, form, isChosen, width, theme, change}: RowProps): ReactNode => {
	const mark = isChosen ? '› ' : '  ';
	if (item.type !== 'address' && item.type !== 'id') {
		const text = fit(mark + label(wordsFor(item, form)), width);
		return <Text>{isChosen ? theme.paint('current', text) : text}</Text>;
	}
	const {type} = item;
	const value = form[type];
	const room = Math.max(1, width - fieldLeft);
	// A long value is seen at its end, where one writes.
	const hidden = Math.max(0, columnsOf(value) + 1 - room);
	return (
		<Box>
			<Text>{theme.paint(isChosen ? 'accent' : 'text', `${mark}${fieldLabels[type]} `)}</Text>
			<Box width={room} height={1} overflow="hidden">
				<Box marginLeft={-hidden} width={columnsOf(value) + 1} flexShrink={0}>
					<TextInput value={value} focus={isChosen} onChange={text => change(type, text)} />
				</Box>
			</Box>
		</Box>
	);
};

const wordsFor = (item: Item, {id}: Form): string =>
	item.type === 'visited'
		? `${item.visited.id} @ ${item.visited.address}`
		: `Host a chat here${id === '' ? '' : ` as ${id}`}`;

const saying = ({objection, trying}: Form, item: Item): string => {
	if (objection !== '') return `! ${label(objection)}`;
	if (!trying) return item.type === 'address' ? 'host:port, or an invitation: tuichat://…' : ' ';
	// What opens the door of an invitation is nobody's to read.
	const address = label(trying.address.replace(/#.*$/, ''));
	return trying.type === 'host' ? `Hosting on ${address} …` : `Connecting to ${address} …`;
};

const footer = ({trying, offer}: Form, item: Item, width: number): string => {
	const close = keyLabel('escape');
	if (trying) return `${close} stops`;
	const does = offer || item.type === 'host' ? 'hosts' : 'joins';
	const long = `${keyLabel('enter')} ${does} · ${keyLabel('up')} ${keyLabel('down')} choose · ${close} leaves`;
	return columnsOf(long) <= width ? long : `${keyLabel('enter')} ${does} · ${close} leaves`;
};
