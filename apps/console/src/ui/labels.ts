type Labels = Record<string, string>;

/** Labels as one writes them, and filters by them: `team:payments`. */
export const labelTexts = (labels: Labels): string[] =>
  Object.entries(labels).map(([key, value]) => `${key}:${value}`);

/** Whether a text is a key and a value, which may be empty; the api decides on what a key may be made of. */
export const isLabel = (text: string): boolean => text.trim().indexOf(':') > 0;

/** What is wrong with what was written as a label. */
export const labelFault = (text: string): string | undefined =>
  isLabel(text) ? undefined : `“${text}” needs a key and a value: team:payments`;

/** Labels out of what was written: the key ends at the first colon, `team:shop:eu` is the key `team` with `shop:eu`. */
export const labelsOf = (texts: string[]): Labels =>
  Object.fromEntries(
    texts.map((text) => {
      const colon = text.indexOf(':');
      return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
    }),
  );
