/** What a profile keeps of wishes, and of whom one ignores. */
import {checkPerson, checkTarget, nameKey} from '../protocol/names.ts';
import type {Level, Wish} from './state.ts';
import {levels} from './wishes.ts';

export type WishedRow =
	/** all that is wished of a room; nothing any more when it says nothing */
	{type: 'wish'; room: string; pinned?: true; level?: Level} | {type: 'ignored'; id: string; on: boolean};

/** Of rooms with wishes, and of people ignored, so many are kept; those wished longest ago go. */
const mostKept = 1_000;

const put = <Value>(map: Map<string, Value>, key: string, value: Value | undefined): void => {
	map.delete(key);
	if (value !== undefined) map.set(key, value);
	if (map.size > mostKept) map.delete(map.keys().next().value!);
};

export class Wished {
	readonly #wishes = new Map<string, {room: string; wish: Wish}>();
	readonly #ignored = new Map<string, string>();

	/** By room key. */
	get wishes(): ReadonlyMap<string, Wish> {
		return new Map([...this.#wishes].map(([key, {wish}]) => [key, wish]));
	}

	/** By nameKey. */
	get ignored(): ReadonlySet<string> {
		return new Set(this.#ignored.keys());
	}

	/** @throws {ChatError} for names that are none, as any file may hold */
	take(row: WishedRow): void {
		if (row.type === 'ignored') {
			const id = checkPerson(String(row.id));
			put(this.#ignored, nameKey(id), row.on === true ? id : undefined);
			return;
		}
		const room = checkTarget(String(row.room));
		const level = levels.find(one => one === row.level);
		const wish = {...(row.pinned === true ? {pinned: true as const} : {}), ...(level ? {level} : {})};
		put(this.#wishes, nameKey(room), wish.pinned || level ? {room, wish} : undefined);
	}

	rows(): WishedRow[] {
		return [
			...[...this.#wishes.values()].map(({room, wish}) => ({type: 'wish' as const, room, ...wish})),
			...[...this.#ignored.values()].map(id => ({type: 'ignored' as const, id, on: true})),
		];
	}
}
