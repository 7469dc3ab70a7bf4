export interface Difference {
  /** Where: `order.lines[0].sku`; the whole is empty. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  /** As it is in the first; absent when added. */
  before?: unknown;
  /** As it is in the second; absent when removed. */
  after?: unknown;
}

/**
 * How one JSON value becomes another, member by member, in the order of the first. Lists are compared place by place:
 * one that is put in at the front changes all that follow.
 */
export function diffOf(before: unknown, after: unknown, path = ''): Difference[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after))
    return membersOf({ ...before }, { ...after }, path, true);
  if (isObject(before) && isObject(after)) return membersOf(before, after, path, false);
  return [{ path, kind: 'changed', before, after }];
}

function membersOf(before: Members, after: Members, path: string, list: boolean): Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): Difference[] => {
    const place = list ? `${path}[${key}]` : memberPath(path, key);
    if (!Object.hasOwn(before, key)) return [{ path: place, kind: 'added', after: after[key] }];
    if (!Object.hasOwn(after, key)) return [{ path: place, kind: 'removed', before: before[key] }];
    return diffOf(before[key], after[key], place);
  });
}

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PLAIN = /^[\w$-]+$/;
const memberPath = (path: string, key: string): string =>
  !PLAIN.test(key) ? `${path}[${JSON.stringify(key)}]` : path === '' ? key : `${path}.${key}`;
