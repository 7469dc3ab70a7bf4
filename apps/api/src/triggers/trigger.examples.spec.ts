import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { triggerExamples } from './trigger.examples.js';
import { validTrigger } from './valid-trigger.js';

const FOLDER = join(import.meta.dirname, '../../../../test/examples');
const files = readdirSync(FOLDER).toSorted();
const nameOf = (file: string) => file.replace(/^\d+-/, '').replace(/\.json$/, '');

describe('The request examples in the documentation', () => {
  it('are those in test/examples, in their order', () => {
    expect(Object.keys(triggerExamples)).toEqual(files.map(nameOf));
  });

  it.each(files)('equal %s to the last key', (file) => {
    const example = triggerExamples[nameOf(file) as keyof typeof triggerExamples];
    const text = readFileSync(join(FOLDER, file), 'utf8');

    expect(JSON.stringify(example.value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each(Object.entries(triggerExamples))(
    'are accepted unless they say otherwise: %s',
    (name, { value, summary }) => {
      const isRefused = summary.startsWith('Refused (422)');

      expect(isRefused).toBe(name.startsWith('invalid'));
      if (isRefused) expect(() => validTrigger(value)).toThrow();
      else expect(validTrigger(value)).toBe(value);
    },
  );
});
