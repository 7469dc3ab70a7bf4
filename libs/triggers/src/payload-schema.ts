import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { LRUCache } from 'lru-cache';
import { invalid, type Fault } from '@app/errors';
import type { Payload } from '@app/events';
import { timeLimited } from './time-limited.js';

/** Answers what is wrong with a payload; nothing when it fits. */
export type PayloadCheck = (payload: Payload) => Fault[];

const MOST_FAULTS = 20;
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
/** Keywords of which a short payload can make hours: backtracking, and comparing each with each. */
const COSTLY = /"(pattern|patternProperties|uniqueItems)":/;
const LIMIT_MS = 250;
const OPTIONS = { strict: false, allErrors: true, logger: false, validateFormats: true } as const;

/** Knows what a schema is: compiling that takes ten times as long as compiling a schema, and is the same for all. */
const judge = new Ajv2020(OPTIONS);
addFormats.default(judge);

/** By their text, of which there are a million characters at most; the least recently asked for are let go. */
const compiled = new LRUCache<string, PayloadCheck>({
  max: 500,
  maxSize: 2 ** 20,
  sizeCalculation: (_, text) => text.length,
});

/**
 * Compiles a JSON Schema (2020-12), or answers what it was compiled to before: of many triggers that share one, and of one
 * whose payloads are refused. Throws `invalid` with the pointer `/payload_schema` when it is none.
 */
export function compilePayloadSchema(schema: Record<string, unknown>): PayloadCheck {
  const text = JSON.stringify(schema);
  const check = compiled.get(text) ?? compile(schema, COSTLY.test(text));
  compiled.set(text, check);
  return check;
}

/** Each has a validator of its own: two may use the same `$id`, and a compiled one is freed with it. */
function compile(schema: Record<string, unknown>, costly: boolean): PayloadCheck {
  if ('$async' in schema) throw unusable('asynchronous schemas are not supported');
  const { $schema = DRAFT } = schema;
  if ($schema !== DRAFT && $schema !== `${DRAFT}#`) throw unusable(`its $schema is not ${DRAFT}`);
  const ajv = new Ajv2020({ ...OPTIONS, validateSchema: false });
  addFormats.default(ajv);
  try {
    void judge.validateSchema(schema, true);
    const validate = ajv.compile(schema);
    const check = (payload: Payload) =>
      validate(payload) ? [] : (validate.errors ?? []).slice(0, MOST_FAULTS).map(faultOf);
    return bounded(check, costly);
  } catch (error) {
    throw unusable((error as Error).message);
  }
}

/** A payload of which a check cannot tell whether it fits does not. */
function bounded(check: PayloadCheck, costly: boolean): PayloadCheck {
  return (payload) => {
    try {
      return costly ? timeLimited(() => check(payload), LIMIT_MS) : check(payload);
    } catch (error) {
      const reason = (error as Error).message.slice(0, 100);
      return [{ pointer: '/payload', detail: `cannot be judged by the schema of its trigger: ${reason}` }];
    }
  };
}

function unusable(reason: string) {
  return invalid([
    { pointer: '/payload_schema', detail: `is not a usable JSON Schema (2020-12): ${reason.slice(0, 300)}` },
  ]);
}

function faultOf({ instancePath, message, keyword, params }: ErrorObject): Fault {
  const which = keyword === 'additionalProperties' ? `: ${String(params['additionalProperty'])}` : '';
  return { pointer: `/payload${instancePath}`, detail: `${message ?? 'does not fit the schema'}${which}` };
}
