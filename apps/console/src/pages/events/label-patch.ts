type Labels = Record<string, string>;

/** Labels as one writes them: `team:payments`. */
export const labelTexts = (labels: Labels): string[] =>
  Object.entries(labels).map(([key, value]) => `${key}:${value}`);

/** What is wrong with what was written as a label; a value may have colons. */
export const labelFault = (text: string): string | undefined =>
  /^[^:]+:./.test(text) ? undefined : `“${text}” needs a key and a value: team:payments`;

/** The merge patch that makes labels of what was written: those that are no more are null. */
export function labelPatch(before: Labels, texts: string[]): Record<string, string | null> {
  const after = Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf(':')).trim(), text.slice(text.indexOf(':') + 1).trim()]),
  );
  const removed = Object.keys(before).filter((key) => !(key in after));
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
  return Object.fromEntries([...removed.map((key) => [key, null] as const), ...changed]);
}
