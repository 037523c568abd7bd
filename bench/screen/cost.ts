/** What a screen costs its machine: CPU while it is talked to and while it is not, and memory. */
import {setTimeout as wait} from 'node:timers/promises';
import {cpuOf} from '../process.ts';
import type {Subject} from './subjects.ts';

/** Milliseconds on a CPU for each 10,000 messages, at a given rate. */
export const cpuPerTenThousand = async (subject: Subject, rate: number, seconds: number): Promise<number> => {
	const {terminal} = subject;
	terminal.holdBack();
	subject.setRate(rate);
	await wait(1000);
	const [count, cpu] = [await subject.count(), cpuOf(terminal.pid)];
	await wait(seconds * 1000);
	const [messages, spent] = [(await subject.count()) - count, cpuOf(terminal.pid) - cpu];
	subject.setRate(0);
	await terminal.catchUp();
	return (spent / 1e6 / messages) * 10_000;
};

/** The share of a CPU that is used while nothing happens, and the bytes that are drawn. */
export const idleCost = async (
	{terminal}: Subject,
	seconds: number,
): Promise<{share: number; bytes: number}> => {
	const [cpu, bytes] = [cpuOf(terminal.pid), terminal.bytes];
	await wait(seconds * 1000);
	return {share: (cpuOf(terminal.pid) - cpu) / 1e9 / seconds, bytes: terminal.bytes - bytes};
};
