import type { Fault } from '@app/errors';

const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(['__proto__']);

/**
 * The first thing in a JSON value that could not be stored and sent on unchanged: nesting beyond 64 levels, a NUL
 * character (PostgreSQL has none), half a surrogate pair (UTF-8 has none), a number beyond double precision, a key
 * that would change an object's prototype.
 */
export function findJsonFault(value: unknown, depth = 1): Fault | undefined {
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    return here('is a number beyond double precision');
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return here(`is nested deeper than ${MAX_DEPTH} levels`);
  return Array.isArray(value) ? itemFault(value, depth) : memberFault(value, depth);
}

function itemFault(items: unknown[], depth: number): Fault | undefined {
  for (let index = 0; index < items.length; index++) {
    const fault = findJsonFault(items[index], depth + 1);
    if (fault) return below(String(index), fault);
  }
  return undefined;
}

function memberFault(value: object, depth: number): Fault | undefined {
  for (const [key, member] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) return below(key, here('is a forbidden key'));
    const unclean = textFault(key);
    if (unclean) return unclean;
    const fault = findJsonFault(member, depth + 1);
    if (fault) return below(key, fault);
  }
  return undefined;
}

function textFault(text: string): Fault | undefined {
  if (text.includes('\0')) return here('contains a NUL character');
  if (!isWellFormed(text)) return here('contains half of a surrogate pair');
  return undefined;
}

/** Pointers are made on the way back from a fault: hardly a body has one, and some have 100,000 values. */
const here = (detail: string): Fault => ({ pointer: '', detail });
const below = (key: string, { pointer, detail }: Fault): Fault => ({
  pointer: `/${escape(key)}${pointer}`,
  detail,
});

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
