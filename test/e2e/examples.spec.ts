import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json, Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

const FOLDER = join(import.meta.dirname, '..', 'examples');
const FILES = readdirSync(FOLDER).sort();
const VALID = FILES.filter((file) => /^[1-5]-/.test(file));
const DUE_AT_ONCE = FILES.filter((file) => /^[2-4]-/.test(file));
const INVALID = FILES.filter((file) => /^[67]-/.test(file));

const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Json;

describe('The seven example requests', () => {
  const stack = useStack();

  it('are all there', () => {
    expect(FILES).toHaveLength(7);
  });

  it.each(VALID)('%s makes a trigger that reads back as it was given', async (file) => {
    const given = read(file);

    const answer = await stack.api.post<Trigger>('/triggers', given);

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/triggers/${answer.body.id}`);
    expect(answer.body).toMatchObject(given);
    const { body } = await stack.api.get<Json>(`/triggers/${answer.body.id}`);
    for (const [field, value] of Object.entries(given)) expect(body[field]).toEqual(value);
  });

  it.each(DUE_AT_ONCE)(
    '%s fires by itself at once, since its time is past, and says how late',
    async (file) => {
      const given = read(file);
      const { id } = await stack.api.createTrigger(given);

      const [event] = await eventually(async () => {
        const events = await stack.api.events(`trigger_id=${id}`);
        expect(events).toHaveLength(1);
        return events;
      });

      expect(event).toMatchObject({ source: 'schedule', trigger_name: given['name'], status: 'recorded' });
      expect(event!.payload).toEqual(given['api_payload'] ?? {});
      expect(event!.scheduled_for).toBe(given['schedule_time']);
      expect(event!.lag_ms).toBe(Date.parse(event!.fired_at) - Date.parse(event!.scheduled_for!));
      expect(await stack.api.trigger(id)).toMatchObject({ next_fire_at: null, run_count: 1 });
    },
  );

  it('1-full-payload.json keeps its past time and does not fire, since it is an api trigger', async () => {
    const api = await stack.api.createTrigger(read('1-full-payload.json'));
    expect(api.next_fire_at).toBeNull();
    // A trigger that was made after it and has fired shows that the scheduler has looked since.
    const later = await stack.api.createTrigger(read('4-name-and-time.json'));
    await eventually(async () => expect(await stack.api.events(`trigger_id=${later.id}`)).toHaveLength(1));

    expect(await stack.api.events(`trigger_id=${api.id}`)).toEqual([]);
  });

  it.each(INVALID)('%s is refused, names /trigger_type, and nothing is stored', async (file) => {
    const given = read(file);

    const answer = await stack.api.post<Problem>('/triggers', given);

    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(['/trigger_type']);
    const name = encodeURIComponent(String(given['name']));
    const { body } = await stack.api.get<Page<Trigger>>(`/triggers?archived=all&q=${name}`);
    expect(body.data).toEqual([]);
  });
});
