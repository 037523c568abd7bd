import {type Sanction, type Suspect, subjectsOf} from './sanction.ts';
import {networksOf, prefixOf} from './subject.ts';

/**
 * Sanctions by whom they are for. Looking somebody up costs a few look-ups in tables, however many there are: one for the
 * name, one for the key, and one for each length of prefix that is in use.
 */
export class SubjectIndex {
	readonly #bySubject = new Map<string, Set<Sanction>>();
	/** how many networks of each length, as `ipv4 24` */
	readonly #prefixes = new Map<string, number>();

	/** All that are for somebody, each once: one that is for a name is for its keys too. */
	of({key, ip, fingerprint}: Suspect): Sanction[] {
		const found = new Set([
			...this.#held(`name ${key}`),
			...(fingerprint === undefined ? [] : this.#held(`key ${fingerprint}`)),
			...(ip === undefined ? [] : this.ofAddress(ip)),
		]);
		return [...found];
	}

	ofAddress(ip: string): Sanction[] {
		if (this.#prefixes.size === 0) return [];
		const networks = networksOf(ip, kind =>
			[...this.#prefixes.keys()].filter(one => one.startsWith(kind)).map(one => Number(one.split(' ')[1])),
		);
		return networks.flatMap(network => [...this.#held(`address ${network}`)]);
	}

	add(sanction: Sanction): void {
		for (const subject of subjectsOf(sanction)) {
			const held = this.#bySubject.get(subject);
			if (held) held.add(sanction);
			else this.#bySubject.set(subject, new Set([sanction]));
		}
		this.#count(sanction, 1);
	}

	delete(sanction: Sanction): void {
		for (const subject of subjectsOf(sanction)) {
			const held = this.#bySubject.get(subject);
			held?.delete(sanction);
			if (held?.size === 0) this.#bySubject.delete(subject);
		}
		this.#count(sanction, -1);
	}

	#held(subject: string): Iterable<Sanction> {
		return this.#bySubject.get(subject) ?? [];
	}

	#count({subject}: Sanction, change: number): void {
		if (subject.type !== 'address') return;
		const {kind, bits} = prefixOf(subject.value);
		const prefix = `${kind} ${bits}`;
		const count = (this.#prefixes.get(prefix) ?? 0) + change;
		if (count > 0) this.#prefixes.set(prefix, count);
		else this.#prefixes.delete(prefix);
	}
}
