import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../support/contract.js';
import { useStack } from '../support/stack.js';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as never;

interface Schema extends Json {
  $ref?: string;
  properties?: Record<string, Schema>;
}
type Content = Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }>;
interface Operation {
  summary?: string;
  parameters?: { name: string; description?: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const committed: Document = read('openapi.json');
const operations = Object.entries(committed.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

describe('The OpenAPI document', () => {
  const stack = useStack({ workers: 1, env: { OPENAPI_UI: 'true' } });
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  beforeAll(() => {
    ajv.addSchema({ ...committed, $id: 'api' });
  });

  it('is served as it is committed, also under /v1', async () => {
    for (const path of ['/openapi.json', '/v1/openapi.json'])
      expect((await stack.api.get(path)).body).toEqual(committed);
  });

  it('is shown to people at /docs', async () => {
    for (const path of ['/docs', '/docs/']) {
      const { status, headers, body } = await stack.api.get<string>(path);
      expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
      expect(body).toContain('swagger-ui');
    }
  });

  it('covers every path of the contract', () => {
    expect(operations.map(([name]) => name).sort()).toEqual(
      expect.arrayContaining([
        'DELETE /events/{id}',
        'DELETE /triggers/{id}',
        'GET /destinations',
        'GET /events',
        'GET /events/{id}',
        'GET /health/live',
        'GET /health/ready',
        'GET /triggers',
        'GET /triggers/{id}',
        'GET /triggers/{id}/events',
        'PATCH /events/{id}',
        'PATCH /triggers/{id}',
        'POST /destinations',
        'POST /destinations/preview-template',
        'POST /destinations/{id}/doctor',
        'POST /destinations/{id}/enable',
        'POST /destinations/{id}/rotate-secret',
        'POST /destinations/{id}/test',
        'POST /events',
        'POST /events/{id}/replay',
        'POST /hooks/{token}',
        'POST /triggers',
        'POST /triggers/test',
        'POST /triggers/{id}/archive',
        'POST /triggers/{id}/fire',
        'POST /triggers/{id}/pause',
        'POST /triggers/{id}/resume',
        'POST /triggers/{id}/test',
        'POST /triggers/{id}/unarchive',
        'PUT /triggers/{id}',
      ]),
    );
  });

  it.each(operations)(
    '%s has a summary, described parameters, and problem details for every error',
    (_, operation) => {
      expect(operation.summary).toMatch(/\S.*\.$/);
      for (const { name, description } of operation.parameters ?? []) expect(description, name).toMatch(/\S/);
      for (const [status, { description, content = {} }] of Object.entries(operation.responses)) {
        if (Number(status) < 400) continue;
        expect(description, status).toMatch(/\S/);
        const [type, { schema }] = Object.entries(content)[0]!;
        if (schema.$ref === '#/components/schemas/ReadyView') continue; // readiness answers its report either way
        expect([status, type, schema.$ref]).toEqual([
          status,
          'application/problem+json',
          '#/components/schemas/ProblemView',
        ]);
      }
    },
  );

  it.each(Object.entries(committed.components.schemas))('%s describes each of its fields', (_, schema) => {
    const properties = Object.entries(schema.properties ?? {});
    expect(properties.length, 'fields').toBeGreaterThan(0);
    for (const [name, property] of properties) {
      const described = property.$ref
        ? committed.components.schemas[property.$ref.split('/').at(-1)!]
        : property;
      expect(described?.['description'] ?? property['description'], name).toMatch(/\S/);
    }
  });

  it('shows the seven example requests of POST /triggers', () => {
    const { content } = committed.paths['/triggers']!['post']!.requestBody!;
    const shown = Object.values(content['application/json']!.examples!).map(({ value }) => value);
    const files = readdirSync(join(ROOT, 'test', 'examples')).sort();
    expect(files).toHaveLength(7);
    expect(shown).toEqual(files.map((file) => read(join('test', 'examples', file))));
  });

  it('is kept by the answers of a running api', async () => {
    const trigger = await stack.api.createTrigger({
      name: 'True to its word',
      trigger_type: 'api',
      external_key: 'documented',
      retention: { archive_after: '1h', delete_after: 'never' },
      payload_schema: { type: 'object' },
      destinations: [{ url: 'http://127.0.0.1:9/', retry: { max_attempts: 1 } }],
    });
    const { id } = trigger;
    const { body: tested } = await stack.api.post<{ id: string }>(`/triggers/${id}/test`);
    const nobody = '01980000-0000-7000-8000-000000000000';

    await conforms('GET', '/triggers', '/triggers');
    await conforms('GET', `/triggers/${id}`, '/triggers/{id}');
    await conforms('POST', '/triggers', '/triggers', { name: 'Plain', trigger_type: 'api' });
    await conforms('PATCH', `/triggers/${id}`, '/triggers/{id}', { description: 'changed' });
    await conforms('POST', `/triggers/${id}/fire`, '/triggers/{id}/fire');
    await conforms('POST', trigger.hook_url!, '/hooks/{token}', {});
    await conforms('GET', '/events', '/events');
    await conforms('GET', `/events/${tested.id}`, '/events/{id}');
    await conforms('POST', '/destinations', '/destinations', {
      url: 'https://example.com',
      headers: { a: 'b' },
    });
    await conforms('POST', '/destinations', '/destinations', {
      kind: 'bullmq',
      queue: 'orders',
      redis_url: 'redis://127.0.0.1',
      template: 'payload',
    });
    await conforms('GET', '/destinations', '/destinations');
    const destination = `/destinations/${trigger.destinations[0]!.id}`;
    for (const what of ['rotate-secret', 'test', 'doctor'])
      await conforms('POST', `${destination}/${what}`, `/destinations/{id}/${what}`);
    await conforms('POST', '/destinations/preview-template', '/destinations/preview-template', {
      template: 'payload',
      payload: {},
    });
    await conforms('GET', '/health/live', '/health/live');
    await conforms('GET', '/health/ready', '/health/ready');
    await conforms('GET', `/triggers/${nobody}`, '/triggers/{id}');
    await conforms('POST', '/triggers', '/triggers', { name: 7 });
    await conforms('GET', '/events?limit=0', '/events');
  });

  /** Makes a request and holds its answer against what the document says of that path, method and status. */
  async function conforms(method: string, url: string, path: string, json?: unknown): Promise<void> {
    const { status, headers, body } = await stack.api.request(method, url, { json });
    const documented = committed.paths[path]![method.toLowerCase()]!.responses[status];
    expect(documented, `${method} ${path} answering ${status}`).toBeDefined();
    const [type, { schema }] = Object.entries(documented!.content!)[0]!;
    expect(headers.get('content-type')).toContain(type);
    const reference = schema.$ref ? { $ref: `api${schema.$ref}` } : schema;
    const validate = ajv.compile(closed(reference));
    expect(validate(body) ? [] : validate.errors, `${method} ${path} answering ${status}`).toEqual([]);
  }
});

/** Also against fields that the document does not know: the schema itself does not forbid them. */
const closed = (schema: Schema) => ({ ...schema, unevaluatedProperties: false });
