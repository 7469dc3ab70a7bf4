import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { afterAll, beforeAll } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';

/** The credentials that it knows, and the bucket that it has. */
const BUCKET = 'events';
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/**
 * A server that speaks S3, there before the first test of the suite and gone after its last one. It knows keys and does not
 * check what they sign: the path of a bucket is /events to it, and /events/ to the SDK (and to S3, which takes both).
 */
export function useS3Server() {
  const on = { bucket: BUCKET, credentials: CREDENTIALS, endpoint: '' };
  let server: S3rver;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'etp-s3-'));
    const port = await freePort();
    const configureBuckets = [{ name: BUCKET, configs: [] }];
    const options = { address: '127.0.0.1', port, directory, configureBuckets };
    server = new S3rver({ ...options, silent: true, allowMismatchedSignatures: true });
    await server.run();
    on.endpoint = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await server?.close();
    await rm(directory, { recursive: true, force: true });
  });
  return on;
}
