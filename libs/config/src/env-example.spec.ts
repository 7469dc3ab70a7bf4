import { describe, expect, it } from 'vitest';
import { Config } from './config.js';
import { renderEnvExample } from './env-example.js';
import { environment } from './environment.js';

const text = renderEnvExample();

/** What somebody gets who uncomments every line. */
const uncommented = Object.fromEntries(
  text
    .split('\n')
    .map((line) => /^# ([A-Z\d_]+)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, value]) => [name!, value!]),
);

describe('The example of a .env file', () => {
  it.each(Object.entries(environment))('explains %s in the line above it', (name, { desc }) => {
    expect(desc).toMatch(/^\S.*\S$/);
    expect(text).toContain(`# ${desc}\n# ${name}=`);
  });

  it('has no other variables', () => {
    expect(Object.keys(uncommented)).toEqual(Object.keys(environment));
  });

  it('changes nothing as it is', () => {
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('is a configuration that works once it is uncommented and a Redis is named', () => {
    const config = new Config({ ...uncommented, REDIS_URL: 'redis://127.0.0.1' });

    expect(config.database.url).toBe(environment.DATABASE_URL.example);
    expect(config.delivery.leaseMs).toBe(60_000);
  });
});
