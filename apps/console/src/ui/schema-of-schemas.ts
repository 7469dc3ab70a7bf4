const text = { type: 'string' };
const texts = { type: 'array', items: text, uniqueItems: true };
const schema = { $ref: '#' };
const oneType = { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] };

/** Keywords by what they may say. */
const KEYWORDS: [keywords: string, value: object][] = [
  ['$id $schema $ref $anchor $comment title description pattern format', text],
  ['minimum maximum exclusiveMinimum exclusiveMaximum', { type: 'number' }],
  ['multipleOf', { type: 'number', exclusiveMinimum: 0 }],
  [
    'minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties',
    { type: 'integer', minimum: 0 },
  ],
  ['uniqueItems deprecated', { type: 'boolean' }],
  ['enum examples', { type: 'array' }],
  ['type', { anyOf: [oneType, { type: 'array', items: oneType, minItems: 1, uniqueItems: true }] }],
  ['required', texts],
  ['dependentRequired', { type: 'object', additionalProperties: texts }],
  [
    'items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else',
    schema,
  ],
  ['allOf anyOf oneOf prefixItems', { type: 'array', items: schema, minItems: 1 }],
  ['properties patternProperties dependentSchemas $defs', { type: 'object', additionalProperties: schema }],
];

/**
 * What a JSON Schema looks like, by the meta-schema of draft 2020-12 (https://json-schema.org/draft/2020-12/schema) without its
 * dynamic references, which no small validator follows. Keywords that it does not name may be there.
 */
export const SCHEMA_OF_SCHEMAS = {
  type: ['object', 'boolean'],
  properties: Object.fromEntries(
    KEYWORDS.flatMap(([keywords, value]) => keywords.split(' ').map((keyword) => [keyword, value])),
  ),
};
