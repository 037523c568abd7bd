/** Where a server listens. */
export type Address = {readonly host: string; readonly port: number};

export const defaultAddress: Address = {host: '127.0.0.1', port: 8082};

/** As people write it; IPv6 in brackets (RFC 3986, section 3.2.2). */
export const showAddress = ({host, port}: Address): string =>
	host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
