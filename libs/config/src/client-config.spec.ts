import { describe, expect, it } from 'vitest';
import { ClientConfig } from './client-config.js';

describe('The configuration of a client', () => {
  it('needs nothing', () => {
    expect(new ClientConfig({ ETP_URL: '', ETP_API_KEY: '' })).toEqual({ url: 'http://localhost:8000' });
  });

  it('takes an address and a key', () => {
    const env = { ETP_URL: 'https://etp.example.com/api//', ETP_API_KEY: 'etp_k' };

    expect(new ClientConfig(env)).toEqual({ url: 'https://etp.example.com/api', apiKey: 'etp_k' });
  });

  it.each([
    [{ ETP_URL: 'localhost:8000' }, 'ETP_URL'],
    [{ ETP_URL: 'http:///triggers' }, 'ETP_URL'],
    [{ ETP_API_KEY: 'etp_k\n' }, 'ETP_API_KEY'],
  ])('names what is wrong: %j', (env, name) => {
    expect(() => new ClientConfig(env)).toThrow(`${name}: `);
  });
});
