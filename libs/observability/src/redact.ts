/** Shapes of secrets that may stand in any text, and what stands in their place. */
const SHAPES: [shape: RegExp, instead: string][] = [
  [/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi, '$1…@'], // user and password of a connection string
  [/(\bhttps?:\/\/[^\s?#"']+)\?[^\s"'<>]+/gi, '$1?…'], // a query may hold anything
  [/(\/hooks\/)(?![:{])[^\s/?#"'\\,}]+/g, '$1…'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 …'],
  [/\bwhsec_[\w+/=-]+/g, 'whsec_…'],
  [/\bet[pr]_[\w-]{20,}/g, '…'], // an API key, a refresh token
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…'], // a JSON Web Token
  [/\b[0-9a-f]{8}\.[\w-]{38,}/g, '…'], // a sealed text
];

/** Names under which nothing is logged, whatever it is. */
const FORBIDDEN =
  /authorization|cookie|password|passwd|secret|token|api.?key|^headers$|^parameters$|^query$|^body$|^payload$|^args$/i;
const MAX_DEPTH = 4;
const MAX_LENGTH = 4000;

/** A text without what looks like a secret, and not longer than 4,000 characters. */
export function redactText(text: string): string {
  const short = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return SHAPES.reduce((rest, [shape, instead]) => rest.replace(shape, instead), short);
}

/** A value as it may be logged: plain data, at most four levels deep, without anything that is named like a secret. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return value;
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return '…';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, FORBIDDEN.test(name) ? '…' : redact(item, depth + 1)]),
  );
}

interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  /** Of PostgreSQL: which rule was broken, and where. Its `detail` is left out, as it shows the row. */
  constraint?: string;
  table?: string;
  stack: string;
  cause?: ErrorDescription;
  errors?: ErrorDescription[];
}

const MAX_CAUSES = 5;

/**
 * What an error may say in a log: type, message, code, the frames of its stack, and the errors behind it. Nothing else
 * that libraries hang on their errors is taken over: TypeORM's query and parameters, PostgreSQL's `detail` (the whole
 * row), ioredis' command, the `input` of a URL that cannot be parsed, an HTTP client's headers and body.
 */
export function describeError(error: Error, depth = 0): ErrorDescription {
  const { code, constraint, table, cause, errors, driverError } = error as Error & Record<string, unknown>;
  const type = error.name === 'Error' ? (error.constructor?.name ?? 'Error') : error.name;
  const message = redactText(messageOf(error));
  const behind = cause ?? driverError;
  const below = depth < MAX_CAUSES;
  return {
    type,
    message,
    ...(isWord(code) && { code }),
    ...(isWord(constraint) && { constraint }),
    ...(isWord(table) && { table }),
    stack: [`${type}: ${message}`, ...framesOf(error)].join('\n'),
    ...(below && behind instanceof Error && { cause: describeError(behind, depth + 1) }),
    ...(below &&
      Array.isArray(errors) && {
        errors: errors
          .slice(0, MAX_CAUSES)
          .filter((one) => one instanceof Error)
          .map((one) => describeError(one, depth + 1)),
      }),
  };
}

/** An error in lines for a terminal, as careful as the log. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return redactText(String(error));
  const lines = (one: ErrorDescription): string[] => [
    one.code ? one.stack.replace(/(?=\n)|$/, ` (${one.code})`) : one.stack,
    ...[...(one.cause ? [one.cause] : []), ...(one.errors ?? [])].flatMap((behind) =>
      lines(behind).map((text) => `caused by ${text}`),
    ),
  ];
  return lines(describeError(error)).join('\n');
}

/**
 * PostgreSQL (class 22, data exceptions) and JSON.parse quote the value that they do not like. Names of tables and
 * constraints, which other classes quote, stay.
 */
function messageOf({
  name,
  message,
  ...error
}: Error & { code?: unknown; driverError?: { code?: unknown } }): string {
  const state = error.code ?? error.driverError?.code;
  const quotesValues = name === 'SyntaxError' || (typeof state === 'string' && /^22[\dA-Z]{3}$/.test(state));
  return quotesValues ? message.replace(/"[\s\S]*"|'[\s\S]*'/g, '"…"') : message;
}

/** The lines that say where, without the heading, which repeats the message. */
function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map(redactText);
}

function isWord(value: unknown): value is string {
  return typeof value === 'number' || (typeof value === 'string' && /^[\w.-]{1,100}$/.test(value));
}
