import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {clean} from '../../source/protocol/clean.ts';
import {
	type EditCommand,
	type Editor,
	edit,
	editCommands,
	emptyEditor,
	insert,
	isEditCommand,
	replaceRange,
	setText,
	write,
} from '../../source/ui/editor.ts';
import {hostileText, wildText} from './samples.ts';

/** An editor from a drawing, in which `|` is the cursor. */
const at = (drawing: string): Editor => {
	const cursor = drawing.indexOf('|');
	return {...emptyEditor, text: drawing.replace('|', ''), cursor};
};

const draw = ({text, cursor}: Editor): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

const doAll = (editor: Editor, ...commands: EditCommand[]): Editor =>
	commands.reduce((now, command) => edit(now, command), editor);

const type = (editor: Editor, text: string): Editor => [...text].reduce(write, editor);

describe('a command', () => {
	test.each<[EditCommand, string, string]>([
		['left', 'ab|c', 'a|bc'],
		['left', '|ab', '|ab'],
		['left', 'a👩‍👩‍👧|', 'a|👩‍👩‍👧'],
		['left', 'e\u0301|', '|e\u0301'],
		['left', '🇵🇱🇩🇪|', '🇵🇱|🇩🇪'],
		['left', 'a\n|b', 'a|\nb'],
		['right', 'a|👍🏽b', 'a👍🏽|b'],
		['right', 'ab|', 'ab|'],
		['wordLeft', 'one two|', 'one |two'],
		['wordLeft', 'one, |two', '|one, two'],
		['wordLeft', '/etc/nginx.conf|', '/etc/nginx.|conf'],
		['wordLeft', 'one\ntwo|', 'one\n|two'],
		['wordLeft', 'हिन्दी|', '|हिन्दी'],
		['wordLeft', '今天天气|', '今天|天气'],
		['wordRight', '|one two', 'one| two'],
		['wordRight', 'one|, two', 'one, two|'],
		['wordRight', 'snake|_case x', 'snake_case| x'],
		['wordRight', '|今天天气', '今天|天气'],
		['lineStart', 'one\ntw|o', 'one\n|two'],
		['lineEnd', 'on|e\ntwo', 'one|\ntwo'],
		['up', 'one\ntwo|', 'one|\ntwo'],
		['up', 'one|', 'one|'],
		['up', 'a\nlong|er', 'a|\nlonger'],
		['up', '漢字\nab|c', '漢|字\nabc'],
		['down', 'o|ne\ntwo', 'one\nt|wo'],
		['down', 'one|', 'one|'],
		['textStart', 'one\ntwo|', '|one\ntwo'],
		['textEnd', '|one\ntwo', 'one\ntwo|'],
		['backspace', 'ab|c', 'a|c'],
		['backspace', '👩‍👩‍👧|', '|'],
		['backspace', 'one\n|two', 'one|two'],
		['backspace', '|a', '|a'],
		['delete', 'a|bc', 'a|c'],
		['delete', '|🇵🇱🇩🇪', '|🇩🇪'],
		['killToEnd', 'a|bc\nd', 'a|\nd'],
		['killToEnd', 'abc|\nd', 'abc|d'],
		['killToEnd', 'abc|', 'abc|'],
		['killToStart', 'a\nbc|d', 'a\n|d'],
		['killToStart', 'a\n|bc', 'a|bc'],
		['killWordBack', 'see https://ci.example/18 |', 'see |'],
		['killWordBack', 'one two|three', 'one |three'],
		['killWordForward', 'one| two three', 'one| three'],
		['killWordBackAlt', 'ci.example|', 'ci.|'],
		['transpose', 'ab|', 'ba|'],
		['transpose', 'a|b', 'ba|'],
		['transpose', '|ab', '|ab'],
		['transpose', 'a👍🏽|', '👍🏽a|'],
		['transpose', 'a\n|b', 'a\n|b'],
		['newline', 'a|b', 'a\n|b'],
	])('%s makes %j into %j', (command, before, after) => {
		expect(draw(edit(at(before), command))).toBe(after);
	});

	test.each([...editCommands])('%s that can do nothing gives the same editor back', command => {
		if (command === 'newline') return expect(edit(emptyEditor, command)).not.toBe(emptyEditor);
		return expect(edit(emptyEditor, command)).toBe(emptyEditor);
	});

	test('is one of a list', () => {
		expect(isEditCommand('killToEnd')).toBe(true);
		expect(isEditCommand('toString')).toBe(false);
	});
});

describe('up and down', () => {
	test('aim for the column where they started', () => {
		const lower = doAll(at('long line|\nx\nlong line'), 'down', 'down');
		expect(draw(lower)).toBe('long line\nx\nlong line|');
	});

	test('forget it once something else is done', () => {
		expect(draw(doAll(at('long|\nx\nlong'), 'down', 'left', 'down'))).toBe('long\nx\n|long');
	});

	test('go by rows of a width, and by the screen in the text of a row', () => {
		// In six columns: `one `, `two `, `three`.
		expect(draw(edit(at('one two thr|ee'), 'up', 6))).toBe('one two| three');
		expect(draw(edit(at('o|ne two three'), 'down', 6))).toBe('one t|wo three');
		expect(draw(edit(at('on|e two three'), 'up', 6))).toBe('on|e two three');
	});

	test('never come to stand on another row than the one aimed for', () => {
		// Rows `abc`, `def`, `ghi`: behind the `f` the cursor would stand before the `g`.
		expect(draw(edit(at('abcdefghi|'), 'up', 4))).toBe('abcde|fghi');
	});
});

describe('kill and yank', () => {
	test('bring back what was killed', () => {
		expect(draw(doAll(at('one two|'), 'killWordBack', 'textStart', 'yank'))).toBe('two|one ');
	});

	test('kills in a row are one piece, in the order of the text', () => {
		const killed = doAll(at('one two| three four'), 'killWordBack', 'killWordForward', 'killWordBack');
		expect(draw(doAll(killed, 'yank'))).toBe('one two three| four');
	});

	test('a kill after something else begins a new piece', () => {
		const killed = doAll(at('one two|'), 'killWordBack', 'left', 'right', 'killWordBack');
		expect(killed.kills).toEqual(['two', 'one ']);
	});

	test('an older piece takes the place of the one that was put back, round and round', () => {
		const killed = doAll(at('one two three|'), 'killWordBack', 'left', 'killWordBack', 'textEnd');
		expect(draw(doAll(killed, 'yank'))).toBe('one  two|');
		expect(draw(doAll(killed, 'yank', 'yankOlder'))).toBe('one  three|');
		expect(draw(doAll(killed, 'yank', 'yankOlder', 'yankOlder'))).toBe('one  two|');
		expect(draw(doAll(killed, 'yank', 'left', 'yankOlder'))).toBe('one  tw|o');
		expect(draw(doAll(killed, 'yankOlder'))).toBe('one  |');
	});

	test('pieces are bounded', () => {
		const words = Array.from({length: 100}, (_, index) => `word${index}`).join(' ');
		let editor = at(`${words}|`);
		for (let index = 0; index < 100; index++) editor = doAll(editor, 'killWordBack', 'left', 'right');
		expect(editor.kills.length).toBeLessThanOrEqual(32);
	});

	test('backspace keeps nothing', () => {
		expect(doAll(at('one|'), 'backspace').kills).toEqual([]);
	});
});

describe('undo', () => {
	test('takes back typing word by word', () => {
		const typed = type(emptyEditor, 'one two  three');
		expect(draw(doAll(typed, 'undo'))).toBe('one two  |');
		expect(draw(doAll(typed, 'undo', 'undo'))).toBe('one |');
		expect(draw(doAll(typed, 'undo', 'undo', 'undo'))).toBe('|');
	});

	test('takes a paste back whole', () => {
		const pasted = insert(type(emptyEditor, 'see '), 'two words');
		expect(draw(doAll(pasted, 'undo'))).toBe('see |');
	});

	test('does not join what was typed elsewhere', () => {
		const typed = type(doAll(type(emptyEditor, 'ab'), 'left'), 'c');
		expect(draw(doAll(typed, 'undo'))).toBe('a|b');
	});

	test('takes deleting in a row back at once', () => {
		expect(draw(doAll(at('abc|'), 'backspace', 'backspace', 'undo'))).toBe('abc|');
	});

	test('brings back a text that was replaced', () => {
		expect(draw(edit(setText(at('draft|'), 'recalled'), 'undo'))).toBe('draft|');
	});

	test('is taken back by redo, until something is written', () => {
		const undone = doAll(type(emptyEditor, 'one'), 'undo');
		expect(draw(edit(undone, 'redo'))).toBe('one|');
		expect(draw(edit(insert(undone, 'x'), 'redo'))).toBe('x|');
	});

	test('is bounded', () => {
		let editor = emptyEditor;
		for (let index = 0; index < 1000; index++) editor = replaceRange(editor, 0, 0, 'x');
		expect(editor.undos.length).toBeLessThanOrEqual(200);
		expect(edit(editor, 'undo').text).toHaveLength(999);
	});
});

describe('text that comes in', () => {
	test('is cleaned, so that what is seen is what is sent', () => {
		expect(draw(insert(emptyEditor, 'a\r\nb\u001b[31mc\u0007'))).toBe('a\nbc␇|');
		expect(setText(emptyEditor, 'a\rb').text).toBe('a\nb');
	});

	test('never leaves the cursor inside a cluster', () => {
		expect(draw(insert(at('|\u0301'), 'e'))).toBe('e\u0301|');
		expect(draw(edit(at('👩x|\u200d👩'), 'backspace'))).toBe('👩\u200d👩|');
	});

	test('replaces a stem by its completion', () => {
		expect(draw(replaceRange(at('hi al|'), 3, 5, 'Alice '))).toBe('hi Alice |');
	});
});

/** The same editor in the simplest words: an array of clusters and a position. */
class Model {
	before: string[] = [];
	after: string[] = [];

	static cut(text: string): string[] {
		return [...new Intl.Segmenter().segment(text)].map(({segment}) => segment);
	}

	set(before: string, after: string): void {
		const all = Model.cut(before + after);
		let length = 0;
		const split = all.findIndex(cluster => {
			if (length >= before.length) return true;
			length += cluster.length;
			return false;
		});
		this.before = split === -1 ? all : all.slice(0, split);
		this.after = split === -1 ? [] : all.slice(split);
	}
}

type Step = (model: Model) => void;

const modelled: Partial<Record<EditCommand, Step>> = {
	left: model => model.after.unshift(...model.before.splice(-1)),
	right: model => model.before.push(...model.after.splice(0, 1)),
	backspace: model => model.set(model.before.slice(0, -1).join(''), model.after.join('')),
	delete: model => model.set(model.before.join(''), model.after.slice(1).join('')),
	textStart: model => model.set('', model.before.join('') + model.after.join('')),
	textEnd: model => model.set(model.before.join('') + model.after.join(''), ''),
	newline: model => model.set(`${model.before.join('')}\n`, model.after.join('')),
	lineStart: model => {
		const line = model.before.lastIndexOf('\n') + 1;
		model.after.unshift(...model.before.splice(line));
	},
	lineEnd: model => {
		const end = model.after.indexOf('\n');
		model.before.push(...model.after.splice(0, end === -1 ? model.after.length : end));
	},
};

const modelledCommands = Object.keys(modelled) as EditCommand[];

describe('for any text and any commands', () => {
	const step = fc.oneof(
		fc.constantFrom(...modelledCommands).map(command => ({command})),
		wildText.map(text => ({text})),
	);

	test('the editor does what an array of clusters does', () => {
		fc.assert(
			fc.property(fc.array(step, {maxLength: 30}), steps => {
				const model = new Model();
				let editor = emptyEditor;
				for (const one of steps) {
					if ('text' in one) {
						model.set(model.before.join('') + clean(one.text), model.after.join(''));
						editor = insert(editor, one.text);
					} else {
						modelled[one.command]!(model);
						editor = edit(editor, one.command);
					}
					expect(draw(editor)).toBe(`${model.before.join('')}|${model.after.join('')}`);
				}
			}),
			{numRuns: 300},
		);
	});

	const anyStep = fc.oneof(
		fc.constantFrom(...editCommands).map(command => (editor: Editor) => edit(editor, command, 9)),
		hostileText.map(text => (editor: Editor) => insert(editor, text)),
	);

	test('the cursor stands between clusters', () => {
		fc.assert(
			fc.property(fc.array(anyStep, {maxLength: 30}), steps => {
				let editor = emptyEditor;
				for (const one of steps) {
					editor = one(editor);
					const bounds = [0];
					for (const cluster of Model.cut(editor.text)) bounds.push(bounds.at(-1)! + cluster.length);
					expect(bounds).toContain(editor.cursor);
				}
			}),
		);
	});

	test('undo goes back through every text to the first one, and redo all the way again', () => {
		fc.assert(
			fc.property(fc.array(anyStep, {maxLength: 20}), steps => {
				const last = steps.reduce((editor, one) => one(editor), emptyEditor);
				let editor = last;
				while (editor.undos.length > 0) editor = edit(editor, 'undo');
				// Undo among the steps may have left a redo, but never another beginning.
				expect(draw(editor)).toBe('|');
				while (editor.redos.length > last.redos.length) editor = edit(editor, 'redo');
				expect(editor.text).toBe(last.text);
			}),
		);
	});
});
