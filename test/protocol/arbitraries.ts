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
const role = fc.constantFrom('owner', 'operator', 'member', 'guest');
const mode = fc.constantFrom('open', 'invited', 'read-only');
const listOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
	fc.array(fc.record(fields), {maxLength: 3});
/** So many bytes in base64url. */
const bytes = (count: number) =>
	fc.uint8Array({minLength: count, maxLength: count}).map(any => Buffer.from(any).toString('base64url'));
/** Any choice that a picklist has, by its words in the documentation. */
const choice = (type: string): fc.Arbitrary<unknown> | undefined => {
	const choices = type.split(' or ').map(one => /^"([a-z-]+)"$/.exec(one)?.[1]);
	return choices.every(one => one !== undefined) ? fc.constantFrom(...choices) : undefined;
};

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
	count,
	time: count,
	place,
	emoji: fc.constantFrom('👍', '❤️', '👩‍👩‍👧', '🇵🇱', '✓', '☺'),
	quote: fc.record({id: name, msg: string}),
	'list of event': fc.array(fc.record({type: string, seq: place, msg: string}), {maxLength: 3}),
	number: fc.double({noNaN: true, noDefaultInfinity: true}).map(any => any + 0),
	string,
	key: string.map(any => clean(any).slice(0, 20).toWellFormed()),
	publicKey: bytes(32),
	signature: bytes(64),
	password: string.map(any => `x${clean(any)}`),
	subject: fc.oneof(
		name,
		fc.constantFrom('192.0.2.0/24', '2001:db8::/64', '198.51.100.7'),
		bytes(32).map(hash => `SHA256:${hash}`),
	),
	span: fc.integer({min: 1000, max: Number.MAX_SAFE_INTEGER}),
	role,
	mode,
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
	'1': fc.constant(1),
	true: fc.constant(true),
	'object of numbers': fc.dictionary(name, count),
	'list of name': fc.array(name, {maxLength: 3}),
	'list of cursor': fc.array(fc.record({room: name, after: count}), {maxLength: 3}),
	'list of member': listOf({
		id: name,
		away: optional(string),
		operator: optional(fc.constant(true)),
		guest: optional(fc.constant(true)),
		rank: optional(fc.constantFrom('owner', 'operator')),
	}),
	'list of leaver': listOf({id: name, why: optional(string)}),
	'list of listed': listOf({
		room: name,
		members: count,
		topic: optional(string),
		desk: optional(fc.constant(true)),
		mode: optional(mode),
	}),
	'list of device': listOf({
		device: string,
		sort: fc.constantFrom('key', 'token', 'session'),
		label: string,
		since: count,
		seen: count,
		current: optional(fc.constant(true)),
	}),
	'list of invitation': listOf({
		invite: string,
		by: name,
		room: optional(name),
		role: optional(role),
		uses: optional(count),
		until: optional(count),
	}),
	'list of sanction': listOf({
		effect: fc.constantFrom('ban', 'mute'),
		subject: string,
		by: name,
		ts: count,
		room: optional(name),
		until: optional(count),
		reason: optional(string),
	}),
	'list of record': listOf({
		ts: count,
		by: name,
		action: string,
		subject: optional(string),
		room: optional(name),
		detail: optional(string),
	}),
};

/** What a server holds to more than its shape says. */
const ownWays: Readonly<Record<string, fc.Arbitrary<unknown>>> = {client: line, access: values.key!};

const anyOf = (type: string, field: string): fc.Arbitrary<unknown> => {
	const value = ownWays[field] ?? values[type] ?? choice(type);
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
