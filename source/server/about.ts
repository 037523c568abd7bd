/** How a peer came, where the duplex can't tell. */
export type About = {
	/** for the log, and for operators who ask */
	address?: string | undefined;
	operator?: boolean | undefined;
	/** without its port; undefined for who came by no network */
	ip?: string | undefined;
	/** Can nobody else read what is sent? TLS, the machine itself, memory. True when left out. */
	secure?: boolean | undefined;
	/** the TLS channel's binding; see protocol/proof.ts */
	binding?: Uint8Array | undefined;
	/** Called once it is in or waits. Until then whoever gives this sees to it that it is not late. */
	onNamed?: (() => void) | undefined;
};

/** Over what a peer came. */
export type Transport = 'tls' | 'plaintext' | 'memory';

export const transportOf = ({binding, ip}: About): Transport => {
	if (binding) return 'tls';
	return ip === undefined ? 'memory' : 'plaintext';
};
