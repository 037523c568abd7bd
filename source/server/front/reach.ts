import type {NetworkInterfaceInfo} from 'node:os';
import type {Address} from '../../protocol/address.ts';

/** Where people are told that a server is, when it isn't where it listens. */
export type PublicAddress = {readonly host: string; readonly port?: number | undefined};

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** What listens on every address of a machine. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::0', '']);

/**
 * The address to give to others: what its operator says, or where it listens. Whoever listens everywhere gives the first
 * address that the machine has for others, IPv4 before IPv6, as that one is understood everywhere.
 */
export const reachableAt = (
	listening: Address,
	given: PublicAddress | undefined,
	interfaces: Interfaces,
): Address => {
	const port = given?.port ?? listening.port;
	if (given) return {host: given.host, port};
	if (!everywhere.has(listening.host)) return {host: listening.host, port};
	const others = Object.values(interfaces)
		.flatMap(all => all ?? [])
		// A link-local address (RFC 4291, section 2.5.6) means something on one cable only.
		.filter(({internal, address}) => !internal && !address.startsWith('fe80:'));
	const first = others.find(({family}) => family === 'IPv4') ?? others[0];
	return {host: first?.address ?? '127.0.0.1', port};
};
