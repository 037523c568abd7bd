/** From the bytes of a terminal to the line: the composer beside the simplest editor that does the same. */
import {EventEmitter} from 'node:events';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {clean} from '../../source/protocol/clean.ts';
import {type KeySource, StdinFilter} from '../../source/ui/stdin-filter.ts';
import {FakeClock} from '../helpers/clock.ts';
import {lineEnd, lineStart, Model, spacedBefore, wordAfter, wordBefore} from './model-editor.ts';
import {Person} from './person.ts';

/** A person whose keys come as bytes, in reads of any size. */
class Typist {
	readonly person = new Person();
	readonly #source = Object.assign(new EventEmitter(), {pause: () => {}, resume: () => {}});
	readonly #clock = new FakeClock();

	constructor() {
		const filter = new StdinFilter(this.#source as unknown as KeySource, this.#clock);
		filter.onInput = input => this.person.input(input);
		filter.read(0);
	}

	/** @param cuts where one read ends and the next one begins, as shares of all bytes */
	type(bytes: Buffer, cuts: readonly number[] = []): this {
		const ends = [...cuts.map(cut => Math.floor(cut * bytes.length)), bytes.length].sort((a, b) => a - b);
		let start = 0;
		for (const end of ends) {
			if (end > start) this.#source.emit('data', bytes.subarray(start, end));
			start = end;
		}
		return this;
	}

	/** Nothing comes for a while: what is held back is as whole as it will ever be. */
	wait(): this {
		this.#clock.advance(5000);
		return this;
	}

	get drawn(): string {
		const {text, cursor} = this.person.screen.editor;
		return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
	}
}

type Key = {
	/** what terminals send for it: xterm, rxvt and the console, kitty */
	readonly bytes: readonly string[];
	readonly does: (model: Model) => void;
};

const key = (does: Key['does'], ...bytes: string[]): Key => ({does, bytes});

const keys: readonly Key[] = [
	key(model => model.move(model.before(model.cursor)), '\u001b[D', '\u001bOD', '\u0002', '\u001b[57417u'),
	key(model => model.move(model.after(model.cursor)), '\u001b[C', '\u001bOC'),
	key(model => model.move(lineStart(model)), '\u0001', '\u001b[H', '\u001b[1~', '\u001b[7~', '\u001bOH'),
	key(model => model.move(lineEnd(model)), '\u0005', '\u001b[F', '\u001b[4~', '\u001b[8~', '\u001b[101;5u'),
	key(model => model.move(0), '\u001b[1;5H', '\u001b<'),
	key(model => model.move(model.text.length), '\u001b[1;5F', '\u001b>'),
	key(model => model.move(wordBefore(model)), '\u001b[1;5D', '\u001bb', '\u001bOd', '\u001b[98;3u'),
	key(model => model.move(wordAfter(model)), '\u001b[1;5C', '\u001bf', '\u001bOc', '\u001b[102;3u'),
	key(model => model.rub(model.before(model.cursor), model.cursor), '\u007f', '\u0008', '\u001b[127;2u'),
	key(model => model.rub(model.cursor, model.after(model.cursor)), '\u001b[3~', '\u0004'),
	key(model => model.kill(spacedBefore(model), model.cursor), '\u0017', '\u001b[119;5u'),
	key(model => model.kill(wordBefore(model), model.cursor), '\u001b\u007f', '\u001b[127;5u'),
	key(model => model.kill(model.cursor, wordAfter(model)), '\u001bd', '\u001b[3;5~', '\u001b[100;3u'),
	key(model => {
		const start = lineStart(model);
		model.kill(start === model.cursor ? model.before(start) : start, model.cursor);
	}, '\u0015'),
	key(model => {
		const end = lineEnd(model);
		model.kill(model.cursor, end === model.cursor ? model.after(end) : end);
	}, '\u000b'),
	key(model => model.yank(), '\u0019', '\u001b[121;5u'),
	key(model => model.yankOlder(), '\u001by', '\u001b[121;3u'),
	key(model => model.transpose(), '\u0014'),
	key(model => model.undo(), '\u001f', '\u001b[45;6u', '\u001b[95;5u'),
	key(model => model.redo(), '\u001b-', '\u001b[45;4u', '\u001b_'),
	key(model => model.type('\n'), '\n', '\u001b\r', '\u001b[13;2u', '\u001b[13;3u'),
];

/** Of every kind of cluster, without scripts whose words a dictionary has to find. */
const clusters = [
	['a', 'b', 'word', ' ', ' ', '  ', 'é', 'e\u0301', '\u0301', 'ß'],
	['Ж', 'ה', 'ع', '한', '\u1100', '\u1161', 'क्षि', '\u094d'],
	['👍', '👍🏽', '🏽', '👩‍👩‍👧', '🏳️‍🌈', '🇵🇱', '🇵', '❤️', '1️⃣', '\u200d'],
	['\u200b', '\u202e', '\ufe0f', '\u00a0', '\u0085', '\u009b', '31m'],
	['/', '-', '_', '.', '"', 'https', '…', '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}'],
].flat();

const typedText = fc
	.array(fc.constantFrom(...clusters), {minLength: 1, maxLength: 8})
	.map(parts => parts.join(''));

type Step = {readonly bytes: string; readonly does: (model: Model) => void};

const pressed = fc
	.constantFrom(...keys)
	.chain(({bytes, does}): fc.Arbitrary<Step> => fc.constantFrom(...bytes).map(raw => ({bytes: raw, does})));
const typed = typedText.map((text): Step => ({bytes: text, does: model => model.type(text)}));
/** Of several lines it is asked what they shall be; `e` takes them into the line. */
const pasted = fc
	.array(fc.oneof(typedText, fc.constantFrom('\n', '\r\n', '\t', '')), {maxLength: 6})
	.map((parts): Step => {
		const text = clean(parts.join('')).replaceAll('\t', '    ').replace(/\n+$/, '');
		const answer = text.includes('\n') ? 'e' : '';
		return {
			bytes: `\u001b[200~${parts.join('')}\u001b[201~${answer}`,
			does: model => model.paste(text),
		};
	});

const cuts = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 12});

describe('for all that is typed, pasted and pressed, in reads of any size', () => {
	test('the line is what the simplest editor makes of it: nothing is lost, nothing invented', () => {
		const steps = fc.array(fc.oneof({weight: 3, arbitrary: typed}, {weight: 5, arbitrary: pressed}, pasted), {
			maxLength: 25,
		});
		fc.assert(
			fc.property(steps, cuts, (all, ends) => {
				const model = new Model();
				let bytes = '';
				for (const step of all) {
					// On an empty line it opens the list of rooms.
					if (step.bytes === '\u000b' && model.text === '') continue;
					bytes += step.bytes;
					step.does(model);
				}
				const typist = new Typist().type(Buffer.from(bytes), ends).wait();
				expect(typist.drawn).toBe(model.drawn);
				expect(typist.person.screen.asking).toBeUndefined();
			}),
			{numRuns: 400},
		);
	});
});

describe('for any bytes at all', () => {
	const raw = fc.oneof(
		typed,
		pressed,
		pasted,
		fc
			.constantFrom(
				'\u001b',
				'\u001b[',
				'\u001b[200~',
				'\u001bO',
				'\r',
				'\t',
				'\u0012',
				':smile:',
				':',
				'\u0007',
				'\u0000',
			)
			.map((bytes): Step => ({bytes, does: () => {}})),
		fc.string({unit: 'binary', maxLength: 4}).map((bytes): Step => ({bytes, does: () => {}})),
	);

	test('it is the same in whatever reads they come', () => {
		fc.assert(
			fc.property(fc.array(raw, {maxLength: 25}), cuts, (all, ends) => {
				const bytes = Buffer.from(all.map(step => step.bytes).join(''));
				const whole = new Typist().type(bytes).wait();
				const parts = new Typist().type(bytes, ends).wait();
				expect(parts.drawn).toBe(whole.drawn);
				expect(parts.person.sent).toEqual(whole.person.sent);
				expect(parts.person.screen.asking).toEqual(whole.person.screen.asking);
			}),
			{numRuns: 400},
		);
	});
});

test('what is looked for among what was sent has the same steps for undo in whatever reads it comes', () => {
	const bytes = Buffer.from('a\r\u0012क्षि  x');
	const whole = new Typist().type(bytes).wait();
	for (let cut = 0; cut <= bytes.length; cut++) {
		const parts = new Typist().type(bytes, [cut / bytes.length]).wait();
		expect(parts.person.screen.asking).toEqual(whole.person.screen.asking);
	}
});

describe('one read', () => {
	test('may hold several keys and text between them', () => {
		const typist = new Typist().type(Buffer.from('hallo\u001b[D\u001b[D\u001b[D\u007fe\u0005 you\r'));
		expect(typist.person.sent).toMatchObject([{msg: 'hello you'}]);
		expect(typist.drawn).toBe('|');
	});

	test('may hold all that an input method has made, and the next one goes on with it', () => {
		const bytes = Buffer.from('今日は良い天気です');
		for (let cut = 0; cut <= bytes.length; cut++)
			expect(new Typist().type(bytes, [cut / bytes.length]).drawn).toBe('今日は良い天気です|');
	});

	test('may hold Alt+_ and what is typed behind it', () => {
		expect(new Typist().type(Buffer.from('one\u001f\u001b_ two\u001b_')).wait().drawn).toBe('one two|');
	});

	test('may hold half a paste, which is taken in as far as it came when nothing follows', () => {
		const typist = new Typist().type(Buffer.from('see \u001b[200~half a past'));
		expect(typist.drawn).toBe('see |');
		expect(typist.wait().drawn).toBe('see half a past|');
		expect(typist.type(Buffer.from('e\u0001')).drawn).toBe('|see half a paste');
	});

	test('goes on where typing was, though a cluster reaches behind the cursor', () => {
		// Letter by letter as at once: the D of 🇩🇪 would join the flag behind it.
		for (const cut of [[], [0.5]]) {
			const typist = new Typist().type(Buffer.from('🇵🇱\u0001'));
			expect(typist.type(Buffer.from('🇩🇪'), cut).person.screen.editor.text).toBe('🇩🇪🇵🇱');
		}
	});
});
