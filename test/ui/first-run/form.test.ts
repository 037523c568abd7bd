import {describe, expect, test} from 'vitest';
import {parseAddress} from '../../../source/config.ts';
import {ChatError} from '../../../source/protocol/errors.ts';
import {
	chosenItem,
	decided,
	type Form,
	failed,
	itemsOf,
	moved,
	newForm,
	typed,
} from '../../../source/ui/first-run/form.ts';

const visited = [
	{address: 'chat.example:9000', id: 'Alice'},
	{address: 'old.example:5000', id: 'Bob', plain: true as const},
];
const check = (text: string): unknown => parseAddress(text, 'The address');
const empty = newForm([], '127.0.0.1:8082', 'alice');

/** With the field or the choice of a type chosen. */
const at = (form: Form, type: string): Form => {
	const chosen = itemsOf(form).findIndex(item => item.type === type);
	return moved(form, chosen - form.chosen);
};

describe('Enter', () => {
	test('joins where the fields say, as they were at first', () => {
		expect(decided(empty, check).answer).toEqual({type: 'join', address: '127.0.0.1:8082', id: 'alice'});
	});

	test('goes back to the newest server for who was anywhere', () => {
		const form = newForm(visited, '127.0.0.1:8082', 'alice');
		expect(decided(form, check).answer).toEqual({type: 'join', ...visited[0]});
		expect(decided(moved(form, 1), check).answer).toEqual({type: 'join', ...visited[1]});
	});

	test('has one choice for a server that is kept twice', () => {
		const form = newForm([...visited, ...visited], '127.0.0.1:8082', 'alice');
		expect(form.visited).toEqual(visited);
	});

	test.each([
		'tuichat://chat.example:9000/ops#SHA256:abc.tok',
		'npx tui-chat tuichat://chat.example:9000/ops#SHA256:abc.tok\n',
		// Pasted behind what stood there.
		'127.0.0.1:8082tuichat://chat.example:9000/ops#SHA256:abc.tok',
	])('takes an invitation as it is pasted: %j', pasted => {
		const form = typed(at(empty, 'address'), 'address', pasted);
		expect(decided(form, () => {}).answer).toEqual({
			type: 'join',
			address: 'tuichat://chat.example:9000/ops#SHA256:abc.tok',
			id: 'alice',
		});
	});

	test('hosts for who chose that', () => {
		expect(decided(at(empty, 'host'), check).answer).toMatchObject({type: 'host', id: 'alice'});
	});

	test.each([
		['address', 'a:b', 'The address has to be host:port, not “a:b”.'],
		['address', 'a:70000', 'The address needs a port between 1 and 65535.'],
		['id', '', 'That id is empty.'],
		['id', 'server', 'The id "server" is reserved for the server.'],
	] as const)('with %s %j says what is wrong, and keeps what was typed', (field, text, reason) => {
		const form = typed(at(empty, field), field, text);
		const {form: next, answer} = decided(form, check);
		expect(answer).toBeUndefined();
		expect(next.objection).toBe(reason);
		expect(next[field]).toBe(text);
	});
});

test('a name is checked as it is typed, and an address is not', () => {
	expect(typed(empty, 'id', 'Al!').objection).toMatch(/holds "!"/);
	expect(typed(typed(empty, 'id', 'Al!'), 'id', 'Al').objection).toBe('');
	expect(typed(empty, 'id', '').objection).toBe('');
	expect(typed(empty, 'address', 'a:').objection).toBe('');
});

test('what is pasted loses its line ends and what cannot be seen', () => {
	expect(typed(empty, 'address', ' chat.example:1\u001b[2J\u202e\r\n').address).toBe('chat.example:1[2J');
	expect(typed(empty, 'id', 'a'.repeat(500)).id).toHaveLength(100);
});

test('choices go round', () => {
	const form = newForm(visited, 'a:1', 'Alice');
	expect(chosenItem(moved(form, -1))).toEqual({type: 'host'});
	expect(chosenItem(moved(moved(form, -1), 1))).toEqual({type: 'visited', visited: visited[0]});
});

describe('what did not work', () => {
	const attempt = (form: Form) => {
		const {form: next, answer} = decided(form, check);
		return (code: 'REFUSED' | 'UNREACHABLE' | 'ID_USED'): Form =>
			failed(next, answer!, new ChatError(code, 'Why.'));
	};

	test.each(['127.0.0.1:8082', 'localhost:1', '::1', '[::1]:5', ':9000', '127.1.2.3'])(
		'%s, where nobody listens, is hosted by one more Enter',
		address => {
			const form = attempt(typed(empty, 'address', address))('REFUSED');
			expect(form.objection).toBe('Nobody listens there. Enter hosts a chat.');
			expect(decided(form, check).answer).toEqual({type: 'host', address, id: 'alice'});
		},
	);

	test('elsewhere is said, and hosted nowhere', () => {
		const form = attempt(typed(empty, 'address', 'chat.example'))('REFUSED');
		expect(form).toMatchObject({
			objection: 'Why.',
			offer: undefined,
			trying: undefined,
			address: 'chat.example',
		});
		expect(decided(form, check).answer).toMatchObject({type: 'join'});
	});

	test('is asked no more once something else is chosen or typed', () => {
		const form = attempt(empty)('REFUSED');
		for (const next of [moved(form, 1), typed(form, 'address', '127.0.0.1:1'), typed(form, 'id', 'Bob')])
			expect(next).toMatchObject({objection: '', offer: undefined});
	});

	test.each(['ID_USED', 'UNREACHABLE'] as const)('for %s is told in place', code => {
		expect(attempt(empty)(code)).toMatchObject({objection: 'Why.', offer: undefined, trying: undefined});
	});

	test('at a simple server hosts none of ours', () => {
		const form = newForm([{address: '127.0.0.1:5000', id: 'Bob', plain: true}], 'a:1', 'b');
		expect(attempt(form)('REFUSED').offer).toBeUndefined();
	});
});
