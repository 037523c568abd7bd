/** Times as people read them in sentences of the server, which does not know where its reader is: in UTC. */
export const untilText = (ts: number): string =>
	`${new Date(ts).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
