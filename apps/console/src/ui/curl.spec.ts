import { beforeEach, expect, it, vi } from 'vitest';
import { curl } from './curl';

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'http://localhost:8000' });
  vi.stubGlobal('localStorage', { getItem: () => null });
});

it('is a command as one would paste it: what means something to a shell is quoted', () => {
  expect(curl('GET', '/events/1')).toBe('curl -s http://localhost:8000/events/1');
  expect(curl('GET', '/events?q=a&status=dead')).toBe(
    "curl -s 'http://localhost:8000/events?q=a&status=dead'",
  );
  expect(curl('PATCH', '/events/<id>', { by: "Ada's" })).toBe(
    [
      "curl -s -X PATCH 'http://localhost:8000/events/<id>'",
      "  -H 'content-type: application/json'",
      `  -d '{"by":"Ada'\\''s"}'`,
    ].join(' \\\n'),
  );
});
