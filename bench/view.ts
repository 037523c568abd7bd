/** What a frame of the message pane costs, with few and with many lines held. Run with `node bench/view.ts`. */
import {append} from '../source/client/log.ts';
import {newRoom} from '../source/client/rooms.ts';
import type {Line, Room} from '../source/client/state.ts';
import {timeFormat} from '../source/ui/local-time.ts';
import {createTheme} from '../source/ui/themes.ts';
import {type PaneInput, pane, scroll, toOldest} from '../source/ui/view.ts';

const frames = 2000;
const words = 'It is green and the log ends with 128 passed, 0 failed, so nothing stands in the way.';

const line = (number: number): Line => ({
	type: 'message',
	seq: number,
	id: `user${number % 30}`,
	msg: number % 10 === 0 ? `${words} 今天天气很好 ${words}` : words,
	ts: 1_795_000_000_000 + number * 1000,
	mine: false,
	mention: false,
});

const roomOf = (count: number): Room => ({
	...newRoom('general'),
	log: append(
		newRoom('general').log,
		Array.from({length: count}, (_, number) => line(number)),
	),
});

const theme = createTheme({depth: 24, background: 'dark'});

const inputOf = (room: Room): PaneInput => ({
	room,
	width: 176,
	height: 50,
	place: {at: 'bottom'},
	theme,
	texts: {markdown: true, joins: true, links: true, highlight: undefined},
	clock: timeFormat({clock: '24', zone: ''}),
	me: 'Alice',
});

/** @returns microseconds of one call, at the median and at the 99th percentile */
const measure = (call: (turn: number) => void): string => {
	const times = Array.from({length: frames}, (_, turn) => {
		const start = performance.now();
		call(turn);
		return (performance.now() - start) * 1000;
	}).sort((one, other) => one - other);
	const at = (part: number): string => times[Math.floor(frames * part)]!.toFixed(0).padStart(6);
	return `${at(0.5)} µs p50 ${at(0.99)} µs p99`;
};

for (const count of [100, 100_000]) {
	let room = roomOf(count);
	const print = (what: string, call: (turn: number) => void): void => {
		console.log(`${String(count).padStart(7)} lines, ${what.padEnd(32)} ${measure(call)}`);
	};
	print('same frame again', () => pane(inputOf(room)));
	print('frame after an appended line', turn => {
		room = {...room, log: append(room.log, [line(count + turn)])};
		pane(inputOf(room));
	});
	const oldest = toOldest(inputOf(room));
	print('frame at the oldest line', () => pane({...inputOf(room), place: oldest}));
	print('a page up, and its frame', () => {
		const input = inputOf(room);
		pane({...input, place: scroll(input, -49)});
	});
	print('frame at another width', turn => pane({...inputOf(room), width: 100 + (turn % 70)}));
}
