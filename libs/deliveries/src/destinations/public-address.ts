import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** All of IPv6 that is given out as global unicast (IANA); the rest is reserved, whatever no list names yet. */
const IPV6_GLOBAL = ipaddr.parseCIDR('2000::/3');
/** What DNS64 makes of IPv4 addresses where a network has IPv6 alone (RFC 6052). */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');
/** Azure's own address for metadata, DNS and health: the one inner address of a large cloud that looks public. */
const AZURE_PLATFORM = ipaddr.parseCIDR('168.63.129.16/32');

/**
 * Whether the whole world can reach this address, and a receiver may live there. What IANA's special-purpose registries
 * name is not public, and neither are multicast and what is reserved. Refused as well are the few anycast and overlay
 * ranges that the registries call reachable: no receiver lives in them (AS112, AMT, PCP, TURN, ORCHID, drone ids).
 * IPv6 forms that lead to an IPv4 address are as public as that is, or refused altogether (6to4, Teredo).
 */
export function isPublicAddress(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast' && !address.match(AZURE_PLATFORM);
  if (address.isIPv4MappedAddress()) return isPublicAddress(address.toIPv4Address());
  if (address.match(NAT64)) return isPublicAddress(lastIpv4(address));
  if (isIsatap(address) && !isPublicAddress(lastIpv4(address))) return false;
  return address.range() === 'unicast' && address.match(IPV6_GLOBAL);
}

/** The interface identifier `::5efe:a.b.c.d`, with either value of the bit for unique ones (RFC 5214). */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return (parts[4]! & 0xfdff) === 0 && parts[5] === 0x5efe;
}

function lastIpv4(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
