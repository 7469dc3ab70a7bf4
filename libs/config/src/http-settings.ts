import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whose X-Forwarded-* is believed: nobody's, that of so many proxies in a row, or of those in these ranges. */
export type TrustProxy = false | number | string[];

/** What is wrong with the settings of the HTTP server, one sentence each, led by the name of the setting. */
export function httpFaults(origins: string[], trustProxy: string): string[] {
  return [
    ...origins
      .filter((origin) => !isOrigin(origin))
      .map((origin) => `CORS_ORIGINS: "${origin}" is not an origin such as https://app.example.com`),
    ...(parseTrustProxy(trustProxy) === undefined
      ? ['TRUST_PROXY: needs to be a number of proxies, or their addresses or ranges (CIDR)']
      : []),
  ];
}

/** An origin exactly as a browser sends it (RFC 6454): scheme and host, the port unless it is the scheme's own. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]*$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Undefined for what makes no sense. */
export function parseTrustProxy(text: string): TrustProxy | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return false;
  if (parts.length === 1 && /^\d{1,2}$/.test(parts[0]!)) return Number(parts[0]) || false;
  return parts.every(isAddressOrRange) ? parts : undefined;
}

function isAddressOrRange(text: string): boolean {
  return isIP(text.replace(/\/.*/, '')) !== 0 && (!text.includes('/') || ipaddr.isValidCIDR(text));
}
