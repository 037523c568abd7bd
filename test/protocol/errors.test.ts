import {expect, test} from 'vitest';
import {ChatError, type ErrorCode, errorTable} from '../../source/protocol/errors.ts';

test('an error carries its row of the table, or a more exact sentence', () => {
	for (const [code, row] of Object.entries(errorTable)) {
		expect(new ChatError(code as ErrorCode)).toMatchObject({
			code,
			message: row.text,
			fatal: 'fatal' in row,
			name: 'ChatError',
		});
	}
	const cause = new Error('why');
	expect(new ChatError('LOST', 'Cut.', {cause})).toMatchObject({message: 'Cut.', fatal: true, cause});
});

test('every error is a sentence', () => {
	for (const {text} of Object.values(errorTable)) expect(text).toMatch(/^[A-Z][^\n]*([.!}]|--\w+)$/);
});
