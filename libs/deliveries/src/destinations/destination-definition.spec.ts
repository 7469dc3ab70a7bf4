import { describe, expect, it } from 'vitest';
import { withDefaults } from './destination-definition.js';
import { newSigningSecret } from './signing-secret.js';

describe('A destination', () => {
  it('needs a URL; the rest has defaults', () => {
    expect(withDefaults({ url: 'https://example.com:8443/in' })).toEqual({
      name: 'example.com:8443',
      kind: 'http',
      url: 'https://example.com:8443/in',
      queue: null,
      queue_prefix: null,
      method: 'POST',
      template: null,
      timeout: '10s',
      retry: { max_attempts: 8, min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0.2 },
      rate_limit: null,
      max_in_flight: 10,
      enabled: true,
    });
  });

  it('keeps what is said, also of a part of its retry policy', () => {
    const said = {
      name: 'Orders',
      url: 'https://example.com/',
      method: 'PUT',
      template: 'payload.order',
      timeout: '5s',
      rate_limit: { max: 5, per: '1m' },
      max_in_flight: 3,
      enabled: false,
    };

    expect(withDefaults({ ...said, retry: { max_attempts: 1, jitter: 0 } })).toMatchObject({
      ...said,
      retry: { max_attempts: 1, min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0 },
    });
  });

  it('that is a queue needs its name alone', () => {
    expect(withDefaults({ kind: 'bullmq', queue: 'orders' })).toMatchObject({
      name: 'orders',
      kind: 'bullmq',
      queue: 'orders',
      queue_prefix: 'bull',
      url: null,
    });
  });

  it('is called by no more than 200 characters of a long host', () => {
    const label = 'x'.repeat(60);

    expect(withDefaults({ url: `https://${label}.${label}.${label}.${label}/` }).name).toHaveLength(200);
  });

  it('gets a signing secret of 24 random bytes in the form of Standard Webhooks', () => {
    const secret = newSigningSecret();

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(newSigningSecret()).not.toBe(secret);
  });
});
