import { describe, expect, it } from 'vitest';
import type { Answer } from '../support/api-client.js';
import type { Json, Page, Problem, Trigger } from '../support/contract.js';
import { useStack } from '../support/stack.js';

const VALID = { name: 'Valid', trigger_type: 'api' };

/** Every JSON type, and for each field of a trigger those that it takes. */
const JSON_VALUES = { string: 'text', number: 7, boolean: true, null: null, array: [1], object: { a: 1 } };
type JsonType = keyof typeof JSON_VALUES;
const TAKES: Record<string, JsonType[]> = {
  name: ['string'],
  description: ['string'],
  trigger_type: [],
  enabled: ['boolean'],
  labels: [],
  external_key: ['string', 'null'],
  schedule_time: ['null'],
  delay: ['null'],
  misfire_policy: [],
  misfire_grace: [],
  api_payload: ['object'],
  payload_schema: ['object', 'null'],
  destinations: [],
  retention: ['null'],
};
const WRONG_TYPES = Object.entries(TAKES).flatMap(([field, taken]) =>
  Object.entries(JSON_VALUES)
    .filter(([type]) => !taken.includes(type as JsonType))
    .map(([type, value]) => ({ field, type, value })),
);

/** Fields that are of the right type and wrong all the same, with where the fault has to be pointed at. */
const FAULTS: [what: string, fields: Json, pointer: string][] = [
  ['an empty name', { name: '' }, '/name'],
  ['a name of 201 characters', { name: 'x'.repeat(201) }, '/name'],
  ['an unknown type', { trigger_type: 'cron' }, '/trigger_type'],
  ['a type in the wrong case', { trigger_type: 'API' }, '/trigger_type'],
  ['a time without an offset', { schedule_time: '2030-03-01T10:00:00' }, '/schedule_time'],
  ['a date alone', { schedule_time: '2030-03-01' }, '/schedule_time'],
  ['a day that there is not', { schedule_time: '2030-02-30T10:00:00Z' }, '/schedule_time'],
  ['an hour that there is not', { schedule_time: '2030-03-01T25:00:00Z' }, '/schedule_time'],
  ['a word for a time', { schedule_time: 'tomorrow' }, '/schedule_time'],
  ['seconds since 1970', { schedule_time: '1900000000' }, '/schedule_time'],
  ['an empty time', { schedule_time: '' }, '/schedule_time'],
  ['schedule_time with cron', { schedule_time: '2030-03-01T10:00:00Z', cron: '* * * * *' }, '/cron'],
  ['schedule_time with delay', { schedule_time: '2030-03-01T10:00:00Z', delay: '1m' }, '/delay'],
  ['a scheduled trigger without a schedule', { trigger_type: 'scheduled' }, '/schedule_time'],
  ['a time-based trigger without a time', { trigger_type: 'time-based' }, '/schedule_time'],
  ['a delay without a unit', { delay: '10' }, '/delay'],
  ['a delay into the past', { delay: '-10m' }, '/delay'],
  ['a delay beyond all bounds', { delay: '999999w' }, '/delay'],
  ['an unknown misfire policy', { misfire_policy: 'maybe' }, '/misfire_policy'],
  ['a label that is a number', { labels: { a: 1 } }, '/labels'],
  ['a label key with a space', { labels: { 'a b': 'c' } }, '/labels'],
  [
    'more than 32 labels',
    { labels: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [n, ''])) },
    '/labels',
  ],
  ['a payload schema that is none', { payload_schema: { type: 'nothing' } }, '/payload_schema'],
  ['a payload schema from elsewhere', { payload_schema: { $ref: 'http://x.test/a' } }, '/payload_schema'],
  ['retention the wrong way round', retention('2h', '1h'), '/retention/delete_after'],
  ['retention of no time', retention('0s', '1h'), '/retention/archive_after'],
  ['half a retention', { retention: { archive_after: '1h' } }, '/retention/delete_after'],
  ['a destination without a url', { destinations: [{}] }, '/destinations/0/url'],
  ['a destination that is no id', { destinations: ['nobody'] }, '/destinations/0'],
  ['an unknown destination', { destinations: ['01980000-0000-7000-8000-000000000000'] }, '/destinations/0'],
  ['the second destination wrong', { destinations: [{ url: 'https://x.test' }, 7] }, '/destinations/1'],
  [
    '21 destinations',
    { destinations: Array.from({ length: 21 }, () => ({ url: 'https://x.test' })) },
    '/destinations',
  ],
  [
    'a retry of no attempts',
    destination({ retry: { max_attempts: 0 } }),
    '/destinations/0/retry/max_attempts',
  ],
  ['a retry without pause', destination({ retry: { min_delay: '1ms' } }), '/destinations/0/retry/min_delay'],
  ['a time-out beyond a minute', destination({ timeout: '61s' }), '/destinations/0/timeout'],
  ['a header with a line break', destination({ headers: { a: 'b\r\nc: d' } }), '/destinations/0/headers'],
  ['a forged signature header', destination({ headers: { 'webhook-id': '1' } }), '/destinations/0/headers'],
  ...['ftp://x.test/', 'file:///etc/passwd', 'javascript:alert(1)', '/relative', 'x.test', 'http://', ''].map(
    (url): [string, Json, string] => [`the url "${url}"`, destination({ url }), '/destinations/0/url'],
  ),
  ['a url with a password', destination({ url: 'https://a:b@x.test' }), '/destinations/0/url'],
  [
    'a url of 3,000 characters',
    destination({ url: `https://x.test/${'a'.repeat(3000)}` }),
    '/destinations/0/url',
  ],
  ['a field that there is not', { nmae: 'typo' }, '/nmae'],
  ['a field of the answer', { id: '01980000-0000-7000-8000-000000000000' }, '/id'],
  ['a field with a slash and a tilde', { 'a/b~c': 1 }, '/a~1b~0c'],
  ['a field named constructor', { constructor: 'x' }, '/constructor'],
  ['a field named hasOwnProperty', { hasOwnProperty: 'x' }, '/hasOwnProperty'],
  // oxlint-disable-next-line unicorn/no-thenable -- that name is the point
  ['a field named then', { then: 'x' }, '/then'],
];

function retention(archive_after: string, delete_after: string): Json {
  return { retention: { archive_after, delete_after } };
}

function destination(fields: Json): Json {
  return { destinations: [{ url: 'https://x.test/', ...fields }] };
}

describe('A body with faults', () => {
  const stack = useStack({ workers: 0 });

  const rowsStored = () =>
    stack.database.count(
      `SELECT (SELECT count(*) FROM triggers) + (SELECT count(*) FROM destinations) + (SELECT count(*) FROM events)`,
    );

  /** Makes a request that has to be refused with 422, and nothing stored; answers the pointers of its faults. */
  async function faultsOf(request: () => Promise<Answer<Problem>>): Promise<string[]> {
    const before = await rowsStored();
    const { status, headers, body } = await request();
    expect(body, JSON.stringify(body)).toMatchObject({ status: 422, code: 'request.invalid' });
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    for (const { detail } of body.errors ?? []) expect(detail).toMatch(/\S/);
    expect(await rowsStored()).toBe(before);
    return (body.errors ?? []).map(({ pointer }) => pointer);
  }

  it.each(WRONG_TYPES)('$field as $type is pointed at', async ({ field, value }) => {
    const pointers = await faultsOf(() => stack.api.post('/triggers', { ...VALID, [field]: value }));
    // A list or a map may be pointed into; otherwise it is the field, and no other.
    for (const pointer of pointers) expect(`${pointer}/`).toMatch(new RegExp(`^/${field}/`));
    expect(pointers).not.toEqual([]);
  });

  it.each(FAULTS)('%s is pointed at', async (_, fields, pointer) => {
    const body = { ...VALID, ...fields };
    expect(await faultsOf(() => stack.api.post('/triggers', body))).toContain(pointer);
    expect(await faultsOf(() => stack.api.post('/triggers/test', body))).toContain(pointer);
  });

  it.each(FAULTS)('%s is also refused of a change', async (_, fields, pointer) => {
    const { id } = await stack.api.createTrigger(VALID);
    const before = await stack.api.trigger(id);
    expect(await faultsOf(() => stack.api.put(`/triggers/${id}`, { ...VALID, ...fields }))).toContain(
      pointer,
    );
    expect(await faultsOf(() => stack.api.patch(`/triggers/${id}`, fields))).toContain(pointer);
    expect(await stack.api.trigger(id)).toEqual(before);
  });

  it.each(['name', 'trigger_type'])('%s cannot be left out', async (field) => {
    const { [field as keyof typeof VALID]: _, ...body } = VALID;
    expect(await faultsOf(() => stack.api.post('/triggers', body))).toEqual([`/${field}`]);
  });

  it('tells of every fault at once', async () => {
    const body = { name: '', trigger_type: 'x', enabled: 'yes', other: 1 };
    const pointers = await faultsOf(() => stack.api.post('/triggers', body));
    expect(pointers.sort()).toEqual(['/enabled', '/name', '/other', '/trigger_type']);
  });

  it.each([[[]], ['text'], [7], [true]])('that is %j and no object is refused', async (body) => {
    const { id } = await stack.api.createTrigger(VALID);
    for (const path of ['/triggers', '/triggers/test', `/triggers/${id}/fire`, '/events', '/destinations'])
      expect(await faultsOf(() => stack.api.post(path, body))).toContain('');
  });

  it.each([['text'], [[1]], [7], [null], [true]])('with the payload %j is refused', async (payload) => {
    const { id } = await stack.api.createTrigger(VALID);
    for (const path of [`/triggers/${id}/fire`, `/triggers/${id}/test`, '/events'])
      expect(await faultsOf(() => stack.api.post(path, { payload }))).toEqual(['/payload']);
  });

  it('may hold any key in a payload, and reads back unchanged', async () => {
    const api_payload = {
      constructor: { prototype: { polluted: true } },
      toString: 'a string',
      // oxlint-disable-next-line unicorn/no-thenable -- that name is the point
      then: 'not a promise',
      hasOwnProperty: null,
      toJSON: 'no function',
      prototype: [],
      '': 'an empty key',
      'a/b~c': '☃ 𝄞 \u2028',
      numbers: [0.1, -1e-7, 9007199254740991, 1e308],
      10: 'ten',
      2: 'two',
    };
    const { id } = await stack.api.createTrigger({ ...VALID, api_payload });
    expect((await stack.api.trigger(id)).api_payload).toEqual(api_payload);
    const { id: eventId } = await stack.api.fire(id, api_payload);
    expect((await stack.api.event(eventId)).payload).toEqual(api_payload);
    const { body } = await stack.api.get<Page<Trigger>>('/triggers?limit=1');
    expect(body.data[0]!.api_payload).toEqual(api_payload);
  });
});
