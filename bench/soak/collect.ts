/** Loaded into the server of a soak: collects all garbage when asked, so that what is counted then is what is kept. */
process.on('message', () => {
	gc!();
	process.send!({collected: true});
});
// The server ends when it has nothing left to do.
process.channel!.unref();
