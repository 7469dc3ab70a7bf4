import ipaddr from 'ipaddr.js';

/** Bytes of a /64. */
const NETWORK_BYTES = 8;

/**
 * Who counts as one client: an IPv4 address, also inside IPv6 (RFC 4291, 2.5.5.2), or the /64 of an IPv6 address, which
 * is the least that one subscriber gets (RFC 6177). What is no address stays as it is.
 */
export function clientNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const ip = ipaddr.process(address);
  if (ip.kind() === 'ipv4') return ip.toString();
  const network = ip.toByteArray().fill(0, NETWORK_BYTES);
  return `${ipaddr.fromByteArray(network).toString()}/64`;
}
