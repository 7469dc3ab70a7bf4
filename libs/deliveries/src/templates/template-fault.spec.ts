import { describe, expect, it } from 'vitest';
import { templateFault } from './template-fault.js';

describe('A payload template', () => {
  it.each([
    'payload',
    '{"order": payload.id, "at": event.fired_at}',
    '$map(payload.lines, function($line) { $line.price * $line.count }) ~> $sum',
    '/* a comment */ 1',
    `"${'x'.repeat(4094)}"`,
  ])('may be %j', (template) => {
    expect(templateFault(template)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [undefined, 'must be a JSONata expression'],
    [null, 'must be a JSONata expression'],
    [7, 'must be a JSONata expression'],
    [{}, 'must be a JSONata expression'],
    ['', 'must be a JSONata expression'],
    [' \n', 'must be a JSONata expression'],
    [`"${'x'.repeat(4095)}"`, 'must be at most 4096 bytes'],
    [`"${'é'.repeat(2048)}"`, 'must be at most 4096 bytes'],
    ['{"a": }', 'is not JSONata: at position 7: '],
    ['payload.', 'is not JSONata: at position 8: Unexpected end of expression'],
    ['"open', 'is not JSONata: at position 5: '],
    ['/[/', 'is not JSONata'],
  ])('cannot be %j', (template, fault) => {
    expect(templateFault(template)).toContain(fault);
  });

  it('that is nested without measure is a fault, and not a failure', () => {
    expect(() => templateFault('('.repeat(4096))).not.toThrow();
    expect(templateFault('('.repeat(4096))).toBeTypeOf('string');
  });
});
