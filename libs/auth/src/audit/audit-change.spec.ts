import { describe, expect, it } from 'vitest';
import { auditChange } from './audit-change.js';

describe('An audited change', () => {
  it('of something made or removed shows all of it', () => {
    expect(auditChange(null, { a: 1 })).toEqual({ before: null, after: { a: 1 } });
    expect(auditChange({ a: 1 }, null)).toEqual({ before: { a: 1 }, after: null });
    expect(auditChange(null, null)).toEqual({ before: null, after: null });
  });

  it('shows only the fields that differ, in depth', () => {
    const before = { same: { x: [1] }, name: 'a', labels: { k: 'v' } };
    const after = { same: { x: [1] }, name: 'b', labels: {} };

    expect(auditChange(before, after)).toEqual({
      before: { name: 'a', labels: { k: 'v' } },
      after: { name: 'b', labels: {} },
    });
  });

  it('shows null for a field that one side does not have', () => {
    expect(auditChange<object>({ gone: 1 }, { come: 2 })).toEqual({
      before: { gone: 1, come: null },
      after: { gone: null, come: 2 },
    });
  });

  it('compares times by what they say', () => {
    expect(auditChange({ at: new Date(5) }, { at: new Date(5) })).toEqual({ before: {}, after: {} });
  });

  it('tells only the size of what is large', () => {
    const { after } = auditChange(null, { payload: { text: 'x'.repeat(5000) }, name: 'a' });

    expect(after).toEqual({ payload: { omitted_characters: 5011 }, name: 'a' });
  });
});
