import { expect, it } from 'vitest';
import { requestAsCurl, verification } from './as-code';

const request = {
  method: 'PUT',
  url: 'http://127.0.0.1:9000/in?a=1&b=2',
  headers: [
    ['host', '127.0.0.1:9000'],
    ['X-Own', '••••'],
    ['webhook-id', 'one'],
    ['webhook-signature', 'v1,abc='],
    ['content-length', '21'],
  ],
  body: `{"a":"it's ü","b":"$1"}`,
};

it('says a request as a command whose arguments a shell leaves as they are', () => {
  expect(requestAsCurl(request).split(' \\\n')).toEqual([
    `curl -i -X PUT 'http://127.0.0.1:9000/in?a=1&b=2'`,
    `  -H 'X-Own: ••••'`,
    `  -H 'webhook-id: one'`,
    `  -H 'webhook-signature: v1,abc='`,
    `  --data-raw '{"a":"it'\\''s ü","b":"$1"}'`,
  ]);
});

it('shows how it is verified with what was signed, and leaves long bodies out', () => {
  expect(verification(request)).toContain('"webhook-signature": "v1,abc="');
  expect(verification(request)).toContain(JSON.stringify(request.body));
  expect(verification({ ...request, body: 'x'.repeat(3_000) }).length).toBeLessThan(600);
});
