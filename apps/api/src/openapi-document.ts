import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { describeKeys } from './idempotency/describe-keys.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type AnswerObject = {
  headers?: object;
  content?: Record<string, { schema?: { $ref?: string } }>;
};
type ParameterObject = { in: string; name: string };

const DESCRIPTION = `Fires triggers, records every firing as an event, and delivers it to its destinations with retries.

Every path also answers under \`/v1\`, and a trailing slash is ignored. Errors are problem details (RFC 9457) with a
stable \`code\`. Lists answer \`{data, next_cursor}\`, newest first. Times are ISO 8601 in UTC, durations are strings such
as \`90s\` or \`2h\`. Bodies are JSON of at most 256 KiB (4 MiB of a batch), nested at most 64 levels; unknown fields are refused by name.

A POST that creates or fires takes an \`Idempotency-Key\`: sent again within 24 hours, it does nothing twice and answers the
first result with \`Idempotent-Replayed: true\`. Errors are not kept: the same key may be sent again.

A trigger is answered with an \`ETag\`. Sent as \`If-Match\` of a PUT, PATCH or DELETE it keeps one from overwriting what somebody
else has changed meanwhile: that is 412 then. Firings do not change it.`;

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Event Trigger Platform')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    .addTag('triggers', 'What fires, and when')
    .addTag('schedules', 'When triggers fire, and why one did not')
    .addTag('firing', 'Firing by call, by hook, and as a test')
    .addTag('events', 'What was fired, and what became of it')
    .addTag('destinations', 'Where events go')
    .addTag('access', 'Who may do what, and who did')
    .addTag('operations', 'For whoever runs it')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API key (`etp_…`) or the access token of a login.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  describePathParameters(document);
  describeKeys(document);
  describeTags(document);
  return document;
}

const PATH_PARAMETERS: Record<string, { description: string; schema: { type: 'string'; format?: string } }> =
  {
    id: { description: 'The id (UUIDv7).', schema: { type: 'string', format: 'uuid' } },
    token: { description: 'The unguessable part of the hook URL.', schema: { type: 'string' } },
  };

/** A path parameter means the same on every path, so it is described once. */
function describePathParameters(document: OpenAPIObject): void {
  const operations = Object.values(document.paths).flatMap(
    (item) => Object.values(item) as OperationObject[],
  );
  for (const parameter of operations.flatMap(({ parameters }) => (parameters ?? []) as ParameterObject[]))
    if (parameter.in === 'path') Object.assign(parameter, PATH_PARAMETERS[parameter.name]);
}

const TAGGED = '#/components/schemas/TriggerView';
const TAG = {
  description:
    'Of its definition, for `If-Match`; firings do not change it. Missing where an answer is given again.',
  schema: { type: 'string' },
};

/** Every answer that is one trigger has a tag. */
function describeTags(document: OpenAPIObject): void {
  const answers = Object.values(document.paths)
    .flatMap((item) => Object.values(item) as OperationObject[])
    .flatMap(({ responses }) => Object.values(responses) as AnswerObject[]);
  for (const answer of answers)
    if (answer.content?.['application/json']?.schema?.$ref === TAGGED)
      answer.headers = { ...answer.headers, ETag: TAG };
}
