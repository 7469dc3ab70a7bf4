import type { FastifyInstance } from 'fastify';
import { type Config, isLoopback } from '@app/config';
import { type AppError, forbidden } from '@app/errors';

/** What a browser cannot lie about. */
interface Approach {
  method: string;
  /** The header field `Host`, as it came. */
  host: string | undefined;
  origin: string | undefined;
  /** `Sec-Fetch-Site` (Fetch Metadata): how the page that asks is related to us. */
  fetchSite: string | undefined;
  /** Our own origin as the client sees it, behind whatever proxies are trusted. */
  ownOrigin: string;
}

interface Neighbours {
  publicUrl: string | undefined;
  corsOrigins: string[];
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_PAGES = new Set(['same-origin', 'none']);

/**
 * While AUTH is off, being on this machine is the only credential, and every page that its owner visits would have it
 * too. So the name that was asked for has to be a loopback one (a foreign name that resolves to 127.0.0.1 is DNS
 * rebinding), and the page that asks has to be our own (another localhost port is another origin).
 */
export function loopbackRefusal(approach: Approach, neighbours: Neighbours): AppError | undefined {
  const { method, host, origin, fetchSite } = approach;
  if (!isOurName(host, neighbours.publicUrl))
    return forbidden('access.host_refused', 'AUTH is off: use a loopback address, localhost, or PUBLIC_URL.');
  const isOurPage =
    origin === undefined
      ? SAFE_METHODS.has(method) || fetchSite === undefined || OWN_PAGES.has(fetchSite)
      : ownOrigins(approach, neighbours).includes(origin);
  if (isOurPage) return undefined;
  return forbidden(
    'access.origin_refused',
    'AUTH is off: pages of other origins may not call the api unless CORS_ORIGINS names them.',
  );
}

/** Refuses before a body is read, whatever the path is. With AUTH on, credentials do this work. */
export function guardLoopback(fastify: FastifyInstance, { auth, http }: Config): void {
  if (auth.mode === 'on') return;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { host, origin } = request.headers;
    const fetchSite = request.headers['sec-fetch-site'];
    const ownOrigin = `${request.protocol}://${request.host}`;
    done(loopbackRefusal({ method: request.method, host, origin, fetchSite, ownOrigin }, http));
  });
}

function isOurName(host: string | undefined, publicUrl: string | undefined): boolean {
  if (host === undefined) return false;
  const name = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?$/i.exec(host);
  const literal = name?.[1] ?? name?.[2];
  return (literal !== undefined && isLoopback(literal)) || host.toLowerCase() === hostOf(publicUrl);
}

function ownOrigins({ host, ownOrigin }: Approach, { publicUrl, corsOrigins }: Neighbours): string[] {
  const viaPublicUrl = publicUrl !== undefined && host?.toLowerCase() === hostOf(publicUrl);
  return [
    ...(URL.canParse(ownOrigin) ? [new URL(ownOrigin).origin] : []),
    ...(viaPublicUrl ? [new URL(publicUrl).origin] : []), // its TLS ends before us, so it looks like http to us
    ...corsOrigins,
  ];
}

/** As browsers write it: lower case, without the scheme's own port. */
function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).host;
}
