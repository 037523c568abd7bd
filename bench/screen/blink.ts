/**
 * Cells that blink: shown differently between two frames though they are the same in both. What happens inside a
 * synchronized update (CSI ? 2026 h to l) is seen by nobody. What happens outside is drawn here control by control,
 * as a terminal that is looked at in the worst moment would show it.
 */
import xterm from '@xterm/headless';

const updateStart = '\u001b[?2026h';
const updateEnd = '\u001b[?2026l';

/** A frame, and what came before it on its own. */
type Step = {loose: string; frame: string};

/** Output cut behind each synchronized update. @param output in UTF-8 */
const stepsOf = (output: Buffer): Step[] =>
	output
		.toString()
		.split(updateEnd)
		.map(part => {
			const start = part.indexOf(updateStart);
			return start === -1
				? {loose: part, frame: ''}
				: {loose: part.slice(0, start), frame: part.slice(start) + updateEnd};
		});

/** Controls one by one, and the text between them: CSI, OSC and DCS with their ends, other escapes, C0. */
const atoms =
	/\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]P][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u0000-\u001f]|[^\u0000-\u001f]+/g;

/** @returns cells that blinked, each as often as it did, and the frames that were looked at */
export const blinks = async (
	output: Buffer,
	{columns, rows}: {columns: number; rows: number},
): Promise<{cells: number; frames: number}> => {
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const write = (text: string): Promise<void> => new Promise(resolve => emulator.write(text, resolve));
	const cells = (): string[] => {
		const {active} = emulator.buffer;
		return Array.from({length: rows}, (_, row) => {
			const line = active.getLine(active.baseY + row)!;
			return Array.from({length: columns}, (__, column) => line.getCell(column)!.getChars() || ' ');
		}).flat();
	};
	let blinked = 0;
	let before = cells();
	const steps = stepsOf(output);
	for (const {loose, frame} of steps) {
		const between: string[][] = [];
		for (const [atom] of loose.matchAll(atoms)) {
			await write(atom);
			between.push(cells());
		}
		await write(frame);
		const after = cells();
		blinked += after.filter(
			(cell, index) => cell === before[index] && between.some(shown => shown[index] !== cell),
		).length;
		before = after;
	}
	emulator.dispose();
	return {cells: blinked, frames: steps.length - 1};
};
