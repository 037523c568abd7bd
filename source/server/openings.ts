import type {Direct, Directs} from './directs.ts';
import {type Member, personOf} from './member.ts';
import type {People} from './people.ts';
import type {Wish} from './room.ts';

type Opened = {conversation: Direct; name: string; member: Member; wish: Wish};

type OpeningsOptions = {
	directs: Directs;
	people: People;
	/** who is connected, by `nameKey` */
	present: ReadonlyMap<string, Member>;
	/** `flush` is to be called at the end of this turn */
	onDirty: () => void;
	/** somebody has been told whom the conversation is with; its history is next */
	onOpen: (opened: Opened) => void;
};

/** Direct conversations that are opened at the end of the turn, behind the rooms. */
export class Openings {
	readonly #options: OpeningsOptions;
	#openings: Array<() => void> = [];

	constructor(options: OpeningsOptions) {
		this.#options = options;
	}

	/** @param target `@` and an id @throws {ChatError} NO_SUCH_ID */
	add(member: Member, target: string, wish: Wish): void {
		const {direct, name} = this.#options.directs.find(member, target);
		this.#openings.push(() => this.#show(member, direct, name, wish));
		this.#options.onDirty();
	}

	/** At the end of the turn. */
	flush(): void {
		for (const open of this.#openings.splice(0)) open();
	}

	#show(member: Member, direct: Direct, name: string, wish: Wish): void {
		const {people, present, onOpen} = this.#options;
		const others = direct.people.filter(key => key !== member.key);
		const list = [member, ...others.flatMap(key => present.get(key) ?? [])];
		const {read} = people.place(member.person, direct.key);
		member.tell({
			type: 'room',
			room: name,
			members: list.length,
			...(read === undefined ? {} : {read}),
			...(wish.nonce === undefined ? {} : {nonce: wish.nonce}),
		});
		member.tell({type: 'members', room: name, list: list.map(personOf)});
		onOpen({conversation: direct, name, member, wish});
	}
}
