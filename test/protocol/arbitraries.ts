/** Any legal message of any type, built from what the schemas say about its fields. */
import fc from 'fast-check';
import {fieldsOf} from '../../docs/fields.ts';
import {clean} from '../../source/protocol/clean.ts';
import {type Event, eventSchemas, type Request, requestSchemas} from '../../source/protocol/messages.ts';

const count = fc.nat(Number.MAX_SAFE_INTEGER);
const string = fc.string({unit: 'binary', maxLength: 30}).map(any => any.toWellFormed());
const name = fc.constantFrom('Alice', 'Zośka', 'Иван', '李雷', 'たなか', 'R2-D2', 'نرگس');
const line = string.map(any => clean(any).replaceAll(/\s+/g, ' ').trim());
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, {nil: undefined});

const place = fc.integer({min: 1, max: Number.MAX_SAFE_INTEGER});

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
	count,
	time: count,
	place,
	emoji: fc.constantFrom('👍', '❤️', '👩‍👩‍👧', '🇵🇱', '✓', '☺'),
	quote: fc.record({id: name, msg: string}),
	'list of event': fc.array(fc.record({type: string, seq: place, msg: string}), {maxLength: 3}),
	number: fc.double({noNaN: true, noDefaultInfinity: true}).map(any => any + 0),
	string,
	key: string.map(any => any.slice(0, 20).toWellFormed()),
	nonce: fc.string({unit: fc.constantFrom(...'aZ09!~{}"\\/'), minLength: 1, maxLength: 64}),
	id: name,
	person: name,
	room: name,
	name,
	target: fc.oneof(
		name,
		name.map(id => `@${id}`),
	),
	text: string.map(any => `x${clean(any)}`),
	line,
	'"me"': fc.constant('me'),
	'1': fc.constant(1),
	true: fc.constant(true),
	'"left" or "kicked"': fc.constantFrom('left', 'kicked'),
	'object of numbers': fc.dictionary(name, count),
	'list of name': fc.array(name, {maxLength: 3}),
	'list of cursor': fc.array(fc.record({room: name, after: count}), {maxLength: 3}),
	'list of member': fc.array(
		fc.record({id: name, away: optional(string), operator: optional(fc.constant(true))}),
		{maxLength: 3},
	),
	'list of leaver': fc.array(fc.record({id: name, why: optional(string)}), {maxLength: 3}),
	'list of listed': fc.array(
		fc.record({room: name, members: count, topic: optional(string), desk: optional(fc.constant(true))}),
		{maxLength: 3},
	),
};

const anyOf = (type: string, field: string): fc.Arbitrary<unknown> => {
	const value = field === 'client' ? line : values[type];
	if (!value) throw new Error(`Nobody has said what a ${type} may be.`);
	return value;
};

/** A message of one type; fields that may be left out sometimes are. JSON knows no undefined. */
const messageOf = ([type, schema]: [string, Parameters<typeof fieldsOf>[0]]): fc.Arbitrary<unknown> =>
	fc
		.record(
			Object.fromEntries(
				fieldsOf(schema).map(field => {
					const value = anyOf(field.type, field.name);
					return [field.name, field.isOptional ? optional(value) : value];
				}),
			),
		)
		.map(fields => JSON.parse(JSON.stringify({type, ...fields})));

const eachOf = <Message>(schemas: object): ReadonlyArray<[string, fc.Arbitrary<Message>]> =>
	Object.entries(schemas).map(entry => [entry[0], messageOf(entry) as fc.Arbitrary<Message>]);

export const requests = eachOf<Request>(requestSchemas);
export const events = eachOf<Event>(eventSchemas);
