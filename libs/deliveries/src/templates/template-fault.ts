import jsonata from 'jsonata';

const LONGEST_BYTES = 4096;

/** What is wrong with a payload template, for a person; undefined when it is JSONata that can be tried. */
export function templateFault(template: unknown): string | undefined {
  if (typeof template !== 'string' || template.trim() === '') return 'must be a JSONata expression';
  if (Buffer.byteLength(template) > LONGEST_BYTES) return `must be at most ${LONGEST_BYTES} bytes`;
  try {
    jsonata(template);
    return undefined;
  } catch (error) {
    const { position, message } = error as { position?: number; message?: string };
    // deep nesting ends in a RangeError, which has no position
    return position === undefined
      ? 'is nested too deeply'
      : `is not JSONata: at position ${position}: ${message ?? 'syntax error'}`;
  }
}
