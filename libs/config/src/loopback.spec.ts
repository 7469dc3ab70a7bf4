import { describe, expect, it } from 'vitest';
import { isLoopback } from './loopback.js';

describe('A host', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.9', '::1', '0:0:0:0:0:0:0:1'])(
    'is the loopback: %s',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each([
    '',
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '10.0.0.1',
    'localhost.',
    'app.localhost',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '127.1',
    '2130706433',
    '[::1]',
    'api',
  ])('is not the loopback: %j', (host) => expect(isLoopback(host)).toBe(false));
});
