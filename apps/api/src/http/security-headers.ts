import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance, RouteOptions } from 'fastify';

type Directives = Record<string, string[]>;

/** JSON is not a page: nothing in it may load, run or be framed. */
const NOTHING: Directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** Files of our own and calls to this api. No inline scripts, no frames, no forms, nothing from elsewhere. */
const PAGE: Directives = {
  ...NOTHING,
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
};

/** Swagger UI writes style elements and attributes into its page. */
const DOCS: Directives = { ...PAGE, 'style-src': ["'self'", "'unsafe-inline'"] };

/** The pages that we serve, by the first part of their path. */
const PAGES: [path: RegExp, directives: Directives][] = [
  [/^\/docs(\/|$)/, DOCS],
  [/^\/console(\/|$)/, PAGE],
];

/** What a problem is sent with, also where no hook runs: before there is a route, or even a request. */
export const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': inWords(NOTHING),
  'x-content-type-options': 'nosniff',
};

/** Every answer carries the headers of `@fastify/helmet`; a route's policy follows from its path. */
export async function sendSecurityHeaders(fastify: FastifyInstance, https: boolean): Promise<void> {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const page = PAGES.find(([path]) => path.test(route.url));
    if (page) route.helmet = { contentSecurityPolicy: policy(page[1]) };
  });
  await fastify.register(helmet, {
    contentSecurityPolicy: policy(NOTHING),
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Subdomains are not ours to speak for; over plain HTTP browsers ignore it, and it would mislead.
    strictTransportSecurity: https && { includeSubDomains: false },
  });
}

/** Of a page of the console: libraries write style elements into it, and those that know its nonce may. */
export function policyWithNonce(nonce: string): string {
  return inWords({ ...PAGE, 'style-src': ["'self'", `'nonce-${nonce}'`] });
}

function inWords(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join(';');
}

function policy(directives: Directives): FastifyHelmetOptions['contentSecurityPolicy'] {
  return { useDefaults: false, directives };
}
