import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {gather} from '../../source/config.ts';
import {type BoundName, type Bounds, boundObjection, boundTable} from '../../source/server/bounds.ts';
import {parseServerFile} from '../../source/settings/file.ts';
import {printSettings} from '../../source/settings/print.ts';

const toml = (text: string) => parseServerFile(text, 'chat.toml');
const json = (text: string) => parseServerFile(text, 'chat.json');

describe('a file sets', () => {
	const wanted = {
		values: {
			host: '0.0.0.0',
			port: 9000,
			closed: true,
			retain: '100000',
			metrics: '9100',
			exempt: ['10.0.0.0/8', '::1'],
			maxClients: 5,
		},
		bounds: {messagesBurst: 20, outboxBytes: 65_536},
		faults: [],
	};

	test('what it says, as TOML', () => {
		expect(
			toml(
				[
					'host = "0.0.0.0" # all',
					'port = 9000',
					'closed = true',
					'retain = 100000',
					'metrics = 9100',
					'exempt = ["10.0.0.0/8", "::1"]',
					'max-clients = 5',
					'[limits]',
					'messages-burst = 20',
					'outbox-bytes = 65_536',
				].join('\n'),
			),
		).toEqual(wanted);
	});

	test('and as JSON', () => {
		expect(
			json(
				'{"host":"0.0.0.0","port":9000,"closed":true,"retain":100000,"metrics":"9100","exempt":["10.0.0.0/8","::1"],"max-clients":5,"limits":{"messages-burst":20,"outbox-bytes":65536}}',
			),
		).toEqual(wanted);
	});

	test('nothing, when it is empty', () => {
		expect(toml('')).toEqual({values: {}, bounds: {}, faults: []});
		expect(json('{}')).toEqual({values: {}, bounds: {}, faults: []});
	});
});

describe('what is wrong is told with its line', () => {
	test.each<[string, string]>([
		['port = "9000"', 'line 1: port has to be a whole number, not “9000”.'],
		['\nport = 70000', 'line 2: port has to be between 0 and 65535.'],
		['port = 1.5', 'line 1: port has to be a whole number, not “1.5”.'],
		['closed = 1', 'line 1: closed has to be true or false, not “1”.'],
		['closed = "no"', 'line 1: closed has to be true or false, not “no”.'],
		['motd = 5', 'line 1: motd has to be a text in quotes, not “5”.'],
		['motd = """\none\u0085two"""', 'line 1: motd may hold no control characters but newline and tab.'],
		['host = "a"\nmax-client = 5', 'line 2: there is no setting “max-client” here. Is it “max-clients”?'],
		['connect = "here"', 'line 1: there is no setting “connect” here.'],
		['xyzzyxyzzyxyzzy = 1', 'line 1: there is no setting “xyzzyxyzzyxyzzy” here.'],
		['exempt = "::1"', 'line 1: exempt has to be a list of texts, not “::1”.'],
		[
			'exempt = ["::1", "10.0.0.0/33"]',
			'line 1: exempt cannot be that: “10.0.0.0/33” is no address and no range. Write them as in 192.0.2.0/24 or 2001:db8::/32.',
		],
		['retain = "much"', 'line 1: retain has to be a time such as 30d, or a number of messages, not “much”.'],
		['log-level = "loud"', 'line 1: log-level has to be debug, info, warn or error, not “loud”.'],
		['cert = "a.pem"', 'line 1: cert needs key.'],
		['memory = true\ndata = "x"', 'line 1: memory and data exclude each other.'],
		['limits = 5', 'line 1: limits is a table: write [limits] above what belongs to it.'],
		['[limits]\nrooms = 0', 'line 2: rooms has to be a whole number between 1 and 1000000000, not “0”.'],
		['[limits]\nrooms = "5"', 'line 2: rooms has to be a whole number, not “5”.'],
		['[limits]\nroom = 5', 'line 2: there is no setting “room” here. Is it “rooms”?'],
		['data = ""', 'line 1: data needs a folder.'],
		['\n\nport = ', 'line 3: this is no TOML (invalid value).'],
	])('TOML %j', (text, fault) => {
		expect(toml(text).faults).toEqual([`chat.toml, ${fault}`]);
	});

	test.each<[string, string]>([
		['{\n"host": "a",\n"port": "9000"}', 'line 3: port has to be a whole number, not “9000”.'],
		[
			'{"limits":\n{"rooms":\n0}}',
			'line 2: rooms has to be a whole number between 1 and 1000000000, not “0”.',
		],
		['{"host": "port:",\n"port": -1}', 'line 2: port has to be a whole number, not “-1”.'],
		['{\n"port": 1,\n}', 'line 3: this is no JSON (Expected double-quoted property name).'],
		['{\n"port": 1', "line 2: this is no JSON (Expected ',' or '}' after property value)."],
		['', 'line 1: this is no JSON (Unexpected end of JSON input).'],
		['[]', 'line 1: this is no JSON (it has to be one object).'],
		['null', 'line 1: this is no JSON (it has to be one object).'],
		['{"__proto__": {"closed": true}}', 'line 1: there is no setting “__proto__” here.'],
	])('JSON %j', (text, fault) => {
		expect(json(text).faults).toEqual([`chat.json, ${fault}`]);
	});

	test('however deep it is', () => {
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		expect(json(`{"port": ${deep}}`).faults).toEqual([
			'chat.json, line 1: port has to be a whole number, not “[…]”.',
		]);
		expect(json(`{"limits": {"rooms": ${deep}}}`).faults).toHaveLength(1);
		expect(toml(`port = ${deep}`).faults).toHaveLength(1);
		expect(json('{"motd": {"a": 1}}').faults).toEqual([
			'chat.json, line 1: motd has to be a text in quotes, not “{…}”.',
		]);
	});

	test('all of it, up to twenty', () => {
		const {faults, values} = toml(
			`port = 8083\n${Array.from({length: 25}, (_, index) => `zzzzzzzz${index} = 1`).join('\n')}`,
		);
		expect(faults).toHaveLength(21);
		expect(faults[20]).toBe('chat.toml: 5 more like these.');
		expect(values).toEqual({port: 8083});
	});
});

test('property: whatever a file holds, it is read or complained of, in lines that move no cursor', () => {
	const piece = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.constantFrom('port', '=', '[limits]', 'rooms', '"', '{', '}', ':', '\n', '\u001b[31m', '5', 'closed'),
	);
	fc.assert(
		fc.property(fc.array(piece), fc.constantFrom('a.toml', 'a.json'), (pieces, file) => {
			const {faults} = parseServerFile(pieces.join(' '), file);
			expect(faults.filter(fault => /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(fault))).toEqual([]);
		}),
	);
});

const text = fc.string({unit: 'grapheme', minLength: 1}).filter(one => !/[\p{C}\p{Zl}\p{Zp}]/u.test(one));
const setting = fc.record(
	{
		host: text,
		port: fc.integer({min: 0, max: 65_535}),
		maxClients: fc.integer({min: 1, max: 1_000_000}),
		motd: text,
		desk: fc.constantFrom('help', '#desk', ''),
		data: text,
		retain: fc.constantFrom('30d', '1000'),
		log: fc.constantFrom('text', 'json'),
		logLevel: fc.constantFrom('debug', 'info', 'warn', 'error'),
		allowPlaintext: fc.boolean(),
		closed: fc.boolean(),
		passwordFile: text,
		public: fc.constantFrom('chat.example', '[2001:db8::1]:443'),
		exempt: fc.array(fc.constantFrom('10.0.0.0/8', '::1', '192.0.2.7')),
		metrics: fc.constantFrom('9100', '0.0.0.0:9100'),
	},
	{requiredKeys: []},
);
const names = Object.keys(boundTable) as BoundName[];
const bounds = fc
	.dictionary(fc.constantFrom(...names), fc.integer({min: 0, max: 1_000_000_000}))
	.map(
		made =>
			Object.fromEntries(
				Object.entries(made).filter(
					([name, value]) => boundObjection(name as BoundName, value) === undefined,
				),
			) as Partial<Bounds>,
	);

test('property: what --print-config writes sets the same again', () => {
	fc.assert(
		fc.property(setting, bounds, (values, some) => {
			const before = {given: gather({}, {}, values), bounds: some};
			const printed = printSettings(before);
			const read = toml(printed);
			expect(read.faults).toEqual([]);
			const after = {given: gather({}, {}, read.values), bounds: read.bounds};
			expect(after.given).toMatchObject(before.given);
			expect(after.bounds).toMatchObject(before.bounds);
			expect(printSettings(after)).toBe(printed);
		}),
	);
});
