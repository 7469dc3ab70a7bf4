import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '@app/config';
import { ConfigError } from '@app/config';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All of IPv6 that is given out as global unicast (IANA); the rest is reserved, whatever no list names yet. */
const IPV6_GLOBAL = ipaddr.parseCIDR('2000::/3');

/** The same words for every reason: an error text must not tell what an inner network looks like. */
export const ADDRESS_NOT_ALLOWED = 'destination address is not allowed';

export class AddressNotAllowedError extends Error {
  readonly code = 'ADDRESS_NOT_ALLOWED';
  constructor() {
    super(ADDRESS_NOT_ALLOWED);
  }
}

/**
 * Decides which addresses deliveries may go to: globally reachable unicast ones, and the ranges that the operator
 * allows (DELIVERY_ALLOW). Everything in IANA's special-purpose registries is refused, also inside IPv6 forms of IPv4.
 */
@Injectable()
export class AddressGuard {
  private readonly allowed: Range[];

  /** Throws {@link ConfigError} for a range that is not CIDR. */
  constructor(config: Config) {
    this.allowed = config.delivery.allow.map((cidr) => {
      if (!ipaddr.isValidCIDR(cidr))
        throw new ConfigError([`DELIVERY_ALLOW: "${cidr}" is not an address range (CIDR)`]);
      return ipaddr.parseCIDR(cidr);
    });
  }

  isAllowed(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const ip = ipaddr.process(address);
    return (
      isGlobalUnicast(ip) || this.allowed.some((range) => ip.kind() === range[0].kind() && ip.match(range))
    );
  }

  /** Whether the host of a URL is a literal address (in whatever notation) that is refused. */
  refusesLiteral(url: URL): boolean {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    return ipaddr.isValid(host) && !this.isAllowed(host);
  }

  /**
   * A name look-up for sockets: the answer is judged and that very answer is connected to, so a name that changes
   * its mind gains nothing. One refused address among several refuses the name.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => this.isAllowed(address)))
        return callback(new AddressNotAllowedError(), []);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

function isGlobalUnicast(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return ip.range() === 'unicast' && (ip.kind() === 'ipv4' || ip.match(IPV6_GLOBAL));
}
