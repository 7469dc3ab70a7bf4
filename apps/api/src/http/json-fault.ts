import type { Fault } from '@app/errors';

const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(['__proto__']);

/**
 * The first thing in a JSON value that could not be stored and sent on unchanged: nesting beyond 64 levels, a NUL
 * character (PostgreSQL has none), half a surrogate pair (UTF-8 has none), a number beyond double precision, a key
 * that would change an object's prototype.
 */
export function findJsonFault(value: unknown, pointer = '', depth = 1): Fault | undefined {
  if (typeof value === 'string') return textFault(value, pointer);
  if (typeof value === 'number' && !Number.isFinite(value))
    return { pointer, detail: 'is a number beyond double precision' };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return { pointer, detail: `is nested deeper than ${MAX_DEPTH} levels` };
  for (const [key, member] of Object.entries(value)) {
    const place = `${pointer}/${escape(key)}`;
    if (FORBIDDEN_KEYS.has(key)) return { pointer: place, detail: 'is a forbidden key' };
    const fault = textFault(key, pointer) ?? findJsonFault(member, place, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

function textFault(text: string, pointer: string): Fault | undefined {
  if (text.includes('\0')) return { pointer, detail: 'contains a NUL character' };
  if (!isWellFormed(text)) return { pointer, detail: 'contains half of a surrogate pair' };
  return undefined;
}

function isWellFormed(text: string): boolean {
  return (
    !/[\uD800-\uDFFF]/.test(text) ||
    !/(?:[\uD800-\uDBFF](?![\uDC00-\uDFFF]))|(?:(?<![\uD800-\uDBFF])[\uDC00-\uDFFF])/.test(text)
  );
}

/** RFC 6901, 3. A key that is itself no clean text must not make the answer unreadable. */
function escape(key: string): string {
  return key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
