import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '@app/config';
import { ConfigError } from '@app/config';
import { isPublicAddress } from './public-address.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

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
  /** Look-ups under way. */
  private readonly asking = new Map<string, Promise<LookupAddress[]>>();

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
      isPublicAddress(ip) || this.allowed.some((range) => ip.kind() === range[0].kind() && ip.match(range))
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
    this.ask(hostname, options).then(
      (addresses) => {
        if (addresses.length === 0 || !addresses.every(({ address }) => this.isAllowed(address)))
          return callback(new AddressNotAllowedError(), []);
        if (options.all) return callback(null, addresses);
        callback(null, addresses[0]!.address, addresses[0]!.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };

  /**
   * Who asks for a name that is being looked up waits for that answer. Look-ups run on a few threads of the process: a
   * name whose servers do not answer takes one of them, and not one for each of its deliveries.
   */
  private ask(hostname: string, options: LookupOptions): Promise<LookupAddress[]> {
    const key = `${hostname} ${options.family ?? 0} ${options.hints ?? 0}`;
    let answer = this.asking.get(key);
    if (!answer) {
      answer = lookup(hostname, { ...options, all: true }).finally(() => this.asking.delete(key));
      this.asking.set(key, answer);
    }
    return answer;
  }
}
