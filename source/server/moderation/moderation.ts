import type {Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Bounds} from '../bounds.ts';
import type {LogReport} from '../log.ts';
import type {Member} from '../member.ts';
import type {Room} from '../room.ts';
import {Deeds} from './deeds.ts';
import {Invitations} from './invitations.ts';
import {openRules, Rules} from './rules.ts';
import {isMeant, refusal, type Sanction} from './sanction.ts';
import {Sanctions} from './sanctions.ts';
import {hasVoice, isWelcome} from './standing.ts';

type ModerationOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => Bounds;
	random: (bytes: number) => Uint8Array;
	report: (event: LogReport) => void;
	/** Has something been said in this room, or does it have a topic? */
	isWritten: (room: string) => boolean;
	/** who is connected, by `nameKey` */
	present: ReadonlyMap<string, Member>;
};

/** What is not allowed to whom, as it is kept, and asked for by whoever lets people in, or speak. */
export class Moderation {
	readonly sanctions: Sanctions;
	readonly rules: Rules;
	readonly invitations: Invitations;
	readonly deeds: Deeds;
	readonly #present: ReadonlyMap<string, Member>;

	constructor(options: ModerationOptions) {
		this.#present = options.present;
		this.sanctions = new Sanctions({...options, onOver: sanction => this.tellOver(sanction)});
		this.rules = new Rules(options);
		this.invitations = new Invitations(options);
		this.deeds = new Deeds({
			...options,
			isOperator: id => options.present.get(nameKey(id))?.operator ?? false,
		});
	}

	/** May somebody enter a room? @throws {ChatError} ROOM_BANNED, ROOM_INVITED */
	checkEntrance(member: Member, room: string): void {
		const ban = this.sanctions.of('ban', member).find(one => one.room?.key === room);
		if (ban) throw refusal(ban)!;
		if (this.isOpenTo(member, room)) return;
		throw new ChatError(
			'ROOM_INVITED',
			member.account === undefined
				? 'That room is for people who are invited, and own their names. You are a guest.'
				: undefined,
		);
	}

	/** May somebody know what is said in a room, or that it is there? */
	isOpenTo(member: Member, room: string): boolean {
		return isWelcome(this.rules.get(room), member);
	}

	/** Keys of the rooms in which somebody may not look for anything. */
	closedTo(member: Member): string[] {
		const closed = [...this.rules.invited].filter(room => !this.isOpenTo(member, room));
		const banned = this.sanctions.of('ban', member).flatMap(({room}) => room?.key ?? []);
		return [...new Set([...closed, ...banned])];
	}

	/**
	 * May somebody speak? @param room undefined for a direct conversation
	 * @throws {ChatError} MUTED, ROOM_QUIET
	 */
	checkVoice(member: Member, room: Room | undefined): void {
		const mute = this.sanctions.in('mute', member, room?.key);
		if (mute) throw refusal(mute)!;
		if (room !== undefined && !hasVoice(room.rules, member)) throw new ChatError('ROOM_QUIET');
	}

	/** A room has just been made: whoever owns their name owns the room, if nobody was there before. */
	claim(room: string, name: string, account: string | undefined): void {
		if (account === undefined || this.rules.get(room) !== undefined) return;
		void this.rules.set(room, {...openRules(name), owner: account});
	}

	/** Tells somebody who has come in that they may not speak. @param room undefined for the whole server */
	tellMutes(member: Member, room: string | undefined): void {
		for (const one of this.sanctions.of('mute', member)) if (one.room?.key === room) tellMute(member, one);
	}

	/** Whoever is here and may speak again hears of it. */
	tellOver(over: Sanction): void {
		if (over.effect !== 'mute') return;
		const {room} = over;
		for (const member of this.affected(over)) {
			const rest = this.sanctions.of('mute', member).find(one => one.room?.key === room?.key);
			if (rest) tellMute(member, rest);
			else member.tell({type: 'muted', ...(room === undefined ? {} : {room: room.name}), off: true});
		}
	}

	/** Whoever is here and meant by a sanction, in its room or not. */
	affected(sanction: Sanction): Member[] {
		return [...this.#present.values()].filter(member => isMeant(sanction, member));
	}

	/** To be called now and then: what is over goes. */
	inspect(): void {
		this.sanctions.inspect();
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		this.sanctions.retry();
		this.rules.retry();
		this.invitations.retry();
	}
}

export const tellMute = (member: Member, {room, until, reason}: Sanction): void =>
	member.tell({
		type: 'muted',
		...(room === undefined ? {} : {room: room.name}),
		...(until === undefined ? {} : {until}),
		...(reason ? {text: reason} : {}),
	});
