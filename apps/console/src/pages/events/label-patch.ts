import { labelsOf } from '../../ui/labels';

/** The merge patch that makes labels of what was written: those that are no more are null. */
export function labelPatch(before: Record<string, string>, texts: string[]): Record<string, string | null> {
  const after = labelsOf(texts);
  const removed = Object.keys(before).filter((key) => !(key in after));
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
  return Object.fromEntries([...removed.map((key) => [key, null] as const), ...changed]);
}
