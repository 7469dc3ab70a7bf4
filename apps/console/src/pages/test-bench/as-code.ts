import type { SentRequest } from '../../api/types';
import { quoted } from '../../ui/curl';

/** Those that curl writes itself. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length'];
const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
/** A snippet is to be read: a body that is longer stands as `body` in it. */
const SHORT = 2_000;

/** The very request again. Hidden values stay hidden: they have to be put in by who knows them. */
export function requestAsCurl({ method, url, headers, body }: SentRequest): string {
  const fields = headers.filter(([name = '']) => !OF_THE_CONNECTION.includes(name.toLowerCase()));
  return [
    `curl -i -X ${method} ${quoted(url)}`,
    ...fields.map((field) => `  -H ${quoted(field.join(': '))}`),
    `  --data-raw ${quoted(body)}`,
  ].join(' \\\n');
}

/** How a receiver in JavaScript verifies a request, with what this one carried. */
export function verification({ headers, body }: SentRequest): string {
  const signed = headers.filter(([name = '']) => SIGNED.includes(name));
  const text = body.length <= SHORT ? JSON.stringify(body) : '/* the body as it came, not parsed */';
  return `import { Webhook } from 'standardwebhooks';

const secret = 'whsec_…'; // of the destination, shown when it was made or rotated
const body = ${text};
const headers = ${JSON.stringify(Object.fromEntries(signed), null, 2)};

// throws when it was not signed with the secret, or more than five minutes ago
const payload = new Webhook(secret).verify(body, headers);`;
}
