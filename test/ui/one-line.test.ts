import {expect, test} from 'vitest';
import {emptyEditor} from '../../source/ui/editor.ts';
import {insertInLine} from '../../source/ui/one-line.ts';
import {promptRow} from '../../source/ui/overlays/prompt.ts';

test('what is asked for is one line without control characters', () => {
	expect(insertInLine(emptyEditor, {type: 'paste', text: 'in\n  #ops\u001b[2J'}).text).toBe('in #ops');
});

test('a question takes no more in than anybody asks, whatever is pasted', () => {
	const once = insertInLine(emptyEditor, {type: 'paste', text: 'ab 漢🧑‍🚀'.repeat(100_000)});
	expect(once.text).toHaveLength(500);
	expect(once.text.isWellFormed()).toBe(true);
	expect(insertInLine(once, {type: 'paste', text: 'more'}).text).toBe(once.text);
});

test('the row of a question shows the part around the cursor, however long the rest is', () => {
	const text = `${'ab 漢 '.repeat(100_000)}end`;
	const {text: row, column} = promptRow(' Find: ', {text, cursor: text.length}, 30);
	expect(row.trimEnd()).toMatch(/^ Find: .* end$/);
	expect(column).toBe(row.trimEnd().length + (row.match(/漢/g)?.length ?? 0));
});
