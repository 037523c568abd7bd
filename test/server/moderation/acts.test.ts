/** Who may do what to whom: every standing, every act, every target. */
import {describe, expect, test} from 'vitest';
import {ask} from '../../helpers/owner.ts';
import {makeWorld, names, type Standing, standings} from './world.ts';

/** Upon whom each standing may act, in the order of `standings`; `x` for yes. */
type Matrix = Readonly<Record<Standing, string>>;

const onServer: Matrix = {
	owner: '.xxxxx',
	operator: '..xxxx',
	'room owner': '......',
	'room operator': '......',
	member: '......',
	guest: '......',
};

const inRoom: Matrix = {
	owner: '.xxxxx',
	operator: '..xxxx',
	'room owner': '...xxx',
	'room operator': '....xx',
	member: '......',
	guest: '......',
};

/** Guests can be nothing else, and nobody makes others as much as oneself. */
const serverRoles: Matrix = {...onServer, owner: '.xxxx.', operator: '......'};
const roomRoles: Matrix = {
	owner: '.xxxx.',
	operator: '..xxx.',
	'room owner': '...xx.',
	'room operator': '......',
	member: '......',
	guest: '......',
};
const roomOwners: Matrix = {...roomRoles, 'room owner': '......'};

const refusals = ['NOT_ALLOWED', 'OPERATORS_ONLY', 'NO_SUCH_ACCOUNT'];

const acts: ReadonlyArray<readonly [string, Matrix, (id: string) => object]> = [
	['kick', onServer, id => ({type: 'kick', id})],
	['kick from the room', inRoom, id => ({type: 'kick', id, room: 'ops'})],
	['ban', onServer, id => ({type: 'ban', subject: id})],
	['ban from the room', inRoom, id => ({type: 'ban', subject: id, room: 'ops'})],
	['mute', onServer, id => ({type: 'mute', subject: id})],
	['mute in the room', inRoom, id => ({type: 'mute', subject: id, room: 'ops', ms: 60_000})],
	['make an operator', serverRoles, id => ({type: 'role', id, role: 'operator'})],
	['make an operator of the room', roomRoles, id => ({type: 'role', id, role: 'operator', room: 'ops'})],
	['make the owner of the room', roomOwners, id => ({type: 'role', id, role: 'owner', room: 'ops'})],
];

describe.each(acts)('%s', (_, matrix, request) => {
	test.each(standings)('as %s', async actor => {
		const {server, peer} = await makeWorld();
		await using _ = server;
		const done = await Promise.all(
			standings.map(async target => {
				const answer = await ask(peer(names.actor[actor]), request(names.target[target]));
				if (answer.type === 'error') expect(refusals).toContain(answer.code);
				return answer.type === 'done' ? 'x' : '.';
			}),
		);
		expect(done.join('')).toBe(matrix[actor]);
	});
});
