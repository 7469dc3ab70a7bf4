import { describe, expect, it } from 'vitest';
import { ColdArchiveConfig } from './cold-archive-config.js';

const SECRET = 'a-secret-of-a-bucket';
const keys = { COLD_ARCHIVE_S3_ACCESS_KEY_ID: 'id', COLD_ARCHIVE_S3_SECRET_ACCESS_KEY: SECRET };
const settingsOf = (env: NodeJS.ProcessEnv) => new ColdArchiveConfig(env).coldArchive;

describe('The settings of the cold archive', () => {
  it.each([
    ['/srv/cold', '/srv/cold'],
    ['file:///srv/cold%20archive', '/srv/cold archive'],
  ])('take a folder: %s', (COLD_ARCHIVE, path) => {
    expect(settingsOf({ COLD_ARCHIVE })).toEqual({ kind: 'folder', path });
  });

  it.each([
    ['s3://events', '', undefined],
    ['s3://events/', '', undefined],
    ['s3://events/prod/', 'prod/', 'http://127.0.0.1:9000'],
    ['s3://events/a/b', 'a/b/', 'https://s3.example.com'],
  ])('take a bucket: %s', (COLD_ARCHIVE, prefix, endpoint) => {
    expect(settingsOf({ COLD_ARCHIVE, COLD_ARCHIVE_S3_ENDPOINT: endpoint, ...keys })).toEqual({
      kind: 's3',
      bucket: 'events',
      prefix,
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: SECRET },
    });
  });

  it('leave the credentials to the SDK when they are not said', () => {
    expect(settingsOf({ COLD_ARCHIVE: 's3://events' })).toMatchObject({ credentials: undefined });
  });

  it('are not needed', () => {
    expect(settingsOf({ COLD_ARCHIVE: '' })).toBeUndefined();
  });

  it.each([
    [{ COLD_ARCHIVE: 'cold' }, 'COLD_ARCHIVE'],
    [{ COLD_ARCHIVE: 's3://' }, 'COLD_ARCHIVE'],
    [{ COLD_ARCHIVE: 's3://No_Bucket/x' }, 'COLD_ARCHIVE'],
    [{ COLD_ARCHIVE: 'https://events.s3.amazonaws.com' }, 'COLD_ARCHIVE'],
    [{ COLD_ARCHIVE: 'file://cold' }, 'COLD_ARCHIVE'],
    [{ COLD_ARCHIVE: 's3://events', COLD_ARCHIVE_S3_ENDPOINT: 'localhost:9000' }, 'COLD_ARCHIVE_S3_ENDPOINT'],
    [{ COLD_ARCHIVE: 's3://events', COLD_ARCHIVE_S3_ACCESS_KEY_ID: 'id' }, 'COLD_ARCHIVE_S3_ACCESS_KEY_ID'],
    [{ COLD_ARCHIVE_S3_SECRET_ACCESS_KEY: SECRET }, 'COLD_ARCHIVE_S3_ACCESS_KEY_ID'],
  ])('are refused by name: %j', (env, name) => {
    expect(() => settingsOf(env)).toThrow(`${name}: `);
    expect(() => settingsOf(env)).not.toThrow(SECRET);
  });
});
