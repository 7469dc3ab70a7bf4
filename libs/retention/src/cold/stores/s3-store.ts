import type { Readable } from 'node:stream';
import type { S3 } from '@aws-sdk/client-s3';
import type { S3Settings } from '@app/config';
import { ColdStore } from './cold-store.js';
import { inParts } from './parts.js';

/** What is held in memory of an upload. 10,000 parts are the most that S3 takes, so an object may have 80 GiB. */
const PART_BYTES = 8 * 1024 * 1024;
const CONNECT_MS = 5000;
const ANSWER_MS = 60_000;
const IDLE_MS = 120_000;

/** A bucket of S3, or of whatever speaks as it does. */
export class S3Store extends ColdStore {
  private client: Promise<S3> | undefined;

  constructor(private readonly settings: S3Settings) {
    super();
  }

  async write(name: string, body: AsyncIterable<Buffer>): Promise<void> {
    const s3 = await this.connect();
    const place = this.place(name);
    const parts: { ETag: string | undefined; PartNumber: number }[] = [];
    let upload: string | undefined;
    try {
      for await (const { part, last } of inParts(body, PART_BYTES)) {
        if (last && upload === undefined) {
          await s3.putObject({ ...place, Body: part });
          return;
        }
        upload ??= (await s3.createMultipartUpload(place)).UploadId!;
        if (part.length === 0) continue;
        const PartNumber = parts.length + 1;
        const { ETag } = await s3.uploadPart({ ...place, UploadId: upload, PartNumber, Body: part });
        parts.push({ ETag, PartNumber });
      }
      await s3.completeMultipartUpload({ ...place, UploadId: upload, MultipartUpload: { Parts: parts } });
    } catch (error) {
      // what cannot be called off either is left to the bucket's rule for unfinished uploads
      if (upload !== undefined) await s3.abortMultipartUpload({ ...place, UploadId: upload }).catch(() => {});
      throw error;
    }
  }

  async read(name: string): Promise<Readable> {
    const { Body } = await (await this.connect()).getObject(this.place(name));
    return Body as Readable;
  }

  async has(name: string): Promise<boolean> {
    try {
      await (await this.connect()).headObject(this.place(name));
      return true;
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404)
        return false;
      throw error;
    }
  }

  async *list(): AsyncIterable<string> {
    const { bucket, prefix } = this.settings;
    const s3 = await this.connect();
    let after: string | undefined;
    do {
      const page = await s3.listObjectsV2({
        Bucket: bucket,
        Prefix: prefix,
        Delimiter: '/',
        ContinuationToken: after,
      });
      for (const { Key } of page.Contents ?? []) yield Key!.slice(prefix.length);
      after = page.NextContinuationToken;
    } while (after !== undefined);
  }

  async remove(name: string): Promise<void> {
    await (await this.connect()).deleteObject(this.place(name));
  }

  private place(name: string) {
    return { Bucket: this.settings.bucket, Key: this.settings.prefix + name };
  }

  /** The SDK is loaded by whoever needs it: it takes a quarter of a second, and 20 MB. */
  private connect(): Promise<S3> {
    return (this.client ??= load(this.settings));
  }
}

async function load({ endpoint, region, credentials }: S3Settings): Promise<S3> {
  const { S3 } = await import('@aws-sdk/client-s3');
  return new S3({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }), // a bucket as a host name needs DNS that others lack
    ...(credentials && { credentials }),
    // objects are read back and compared by SHA-256; not every store knows the checksums of Amazon's
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      socketTimeout: IDLE_MS,
    },
  });
}
