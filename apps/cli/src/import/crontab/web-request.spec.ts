import { describe, expect, it } from 'vitest';
import { webRequest } from './web-request.js';

const URL = 'https://x.example/in';
const AS_POST = 'its GET becomes a POST: events are sent by POST, PUT or PATCH';

describe('A command that makes one request', () => {
  it.each<[string, object, object, string[]]>([
    [`curl ${URL}`, { url: URL }, {}, [AS_POST]],
    ['curl x.example/in', { url: 'http://x.example/in' }, {}, [AS_POST]],
    [`/usr/bin/curl -fsS -X POST '${URL}?a=1&b=2' >/dev/null 2>&1`, { url: `${URL}?a=1&b=2` }, {}, []],
    [`curl -sXPUT --url ${URL} -o /dev/null`, { url: URL, method: 'PUT' }, {}, []],
    [
      `curl -H 'Content-Type: application/json' -H "X-Key: a b" -d '{"a": [1]}' ${URL}`,
      { url: URL, headers: { 'X-Key': 'a b' } },
      { a: [1] },
      [],
    ],
    [`curl --json '{}' -m 30 --retry 3 ${URL}`, { url: URL, timeout: '30s' }, {}, []],
    [`curl -XPOST -m 0.5 ${URL}`, { url: URL, timeout: '500ms' }, {}, []],
    [
      `curl -XPOST -m 300 ${URL}`,
      { url: URL, timeout: '60s' },
      {},
      ['its time-out becomes 60s, the longest'],
    ],
    [`curl -XPOST -u a:b ${URL}`, { url: URL, headers: { authorization: 'Basic YTpi' } }, {}, []],
    [`curl -XPOST -L ${URL}`, { url: URL }, {}, ['redirects are not followed']],
    [`wget -q -O - ${URL}`, { url: URL }, {}, [AS_POST]],
    [`wget -qO- --tries=3 -T 5 ${URL}`, { url: URL, timeout: '5s' }, {}, [AS_POST]],
    [
      `wget --quiet --output-document=/dev/null --header='X-Key: v' --post-data='{"a":1}' ${URL}`,
      { url: URL, headers: { 'X-Key': 'v' } },
      { a: 1 },
      [],
    ],
  ])('is a destination and a payload: %s', (command, destination, payload, notes) => {
    expect(webRequest(command)).toEqual({ destination, payload, notes, title: expect.any(String) as string });
  });

  it.each([
    '/usr/local/bin/report --all',
    'curl',
    `curl ${URL} https://y.example/`,
    `curl ${URL} | grep ok`,
    `curl -k ${URL}`,
    `curl -X DELETE ${URL}`,
    `curl -I ${URL}`,
    `curl -o page.html ${URL}`,
    `curl -d @body.json ${URL}`,
    `curl -d a=1 ${URL}`,
    `curl -d '[1]' ${URL}`,
    `curl -d '{}' -d '{}' ${URL}`,
    `curl -H 'Content-Type: text/plain' -d '{}' ${URL}`,
    `curl -H 'no header' ${URL}`,
    `curl -u a ${URL}`,
    `curl -m soon ${URL}`,
    'curl ftp://x.example/in',
    `curl ${URL} -X`,
    `wget ${URL} --mirror`,
    `wget -i urls.txt`,
  ])('or no such: %s', (command) => {
    expect(webRequest(command)).toBeUndefined();
  });
});
