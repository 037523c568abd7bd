import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {fill} from '../../docs/fill.ts';
import {regions} from '../../docs/regions.ts';
import {eventSchemas, requestSchemas} from '../../source/protocol/messages.ts';

test('the generated parts of the documentation are current', () => {
	const {status, stdout, stderr} = spawnSync(process.execPath, ['docs/generate.ts', '--check'], {
		encoding: 'utf8',
	});
	expect(stdout + stderr).toBe('');
	expect(status).toBe(0);
});

const made = {keys: () => 'a table\nof keys', none: () => ''};

test('a part is made again, whatever stood there, and the rest stays', () => {
	const text =
		'before\n<!-- generated: keys -->\nold\n<!-- end -->\nbetween\n<!-- generated: keys -->\n<!-- end -->\nafter\n';
	const filled =
		'before\n<!-- generated: keys -->\na table\nof keys\n<!-- end -->\nbetween\n<!-- generated: keys -->\na table\nof keys\n<!-- end -->\nafter\n';
	expect(fill(text, made)).toBe(filled);
	expect(fill(filled, made)).toBe(filled);
	expect(fill('no parts\n', made)).toBe('no parts\n');
});

test.each([
	['a part that nobody makes', '<!-- generated: songs -->\n<!-- end -->\n'],
	['a part of an object’s own', '<!-- generated: constructor -->\n<!-- end -->\n'],
	['no end', '<!-- generated: keys -->\nold\n'],
	['no end before the next', '<!-- generated: keys -->\n<!-- generated: none -->\n<!-- end -->\n'],
	['no start', 'old\n<!-- end -->\n'],
])('%s is refused', (_, text) => {
	expect(() => fill(text, made)).toThrow(/part/);
});

test('tables hold a row for everything, and no cell breaks them', () => {
	for (const [name, make] of Object.entries(regions)) {
		const lines = make().split('\n');
		expect(lines.length, name).toBeGreaterThan(3);
		let columns = 0;
		for (const line of lines) {
			const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).length : 0;
			if (cells > 0 && columns > 0) expect(cells, line).toBe(columns);
			columns = cells;
		}
	}
	for (const type of Object.keys(requestSchemas)) expect(regions.requests!()).toContain(`#### ${type}\n`);
	for (const type of Object.keys(eventSchemas)) expect(regions.events!()).toContain(`#### ${type}\n`);
});
