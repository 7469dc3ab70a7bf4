import { Validator } from '@cfworker/json-schema';

/**
 * Where a text differs from a JSON Schema (draft 2020-12), as the api would say it before it is asked. The api decides
 * in the end: it also knows formats. Nothing for a text that is no JSON, or a schema that is none.
 */
export function schemaFaults(text: string, schema: object | undefined): { pointer: string; text: string }[] {
  if (schema === undefined) return [];
  try {
    const { errors } = new Validator(schema, '2020-12', false).validate(JSON.parse(text));
    return errors
      .filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items' && keyword !== '$ref')
      .map(({ instanceLocation, error }) => ({ pointer: instanceLocation.slice(1), text: error }));
  } catch {
    return [];
  }
}
