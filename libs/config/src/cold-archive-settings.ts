import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where copies go of what is about to be deleted by time. */
export type ColdArchiveSettings = { kind: 'folder'; path: string } | S3Settings;

export interface S3Settings {
  kind: 's3';
  bucket: string;
  /** Empty, or what every name begins with: ends with a slash. */
  prefix: string;
  /** Undefined: Amazon's own. */
  endpoint: string | undefined;
  region: string;
  /** Undefined: as the environment of an AWS SDK says (a role, a profile, AWS_…). */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
}

/** The variables as they were given; empty is not set. */
export interface ColdArchiveValues {
  COLD_ARCHIVE: string;
  COLD_ARCHIVE_S3_ENDPOINT: string;
  COLD_ARCHIVE_S3_REGION: string;
  COLD_ARCHIVE_S3_ACCESS_KEY_ID: string;
  COLD_ARCHIVE_S3_SECRET_ACCESS_KEY: string;
}

const PLACES = 'a folder (/path or file:///path) or s3://bucket/prefix';
/** By the rules of S3 (without the dots, which no certificate fits). */
const BUCKET = /^[a-z\d][a-z\d-]{1,61}[a-z\d]$/;

/** What is wrong with them, one sentence each, led by the name of the variable. */
export function coldArchiveFaults(values: ColdArchiveValues): string[] {
  const { COLD_ARCHIVE, COLD_ARCHIVE_S3_ENDPOINT, COLD_ARCHIVE_S3_ACCESS_KEY_ID } = values;
  return [
    ...(COLD_ARCHIVE !== '' && !folderOf(COLD_ARCHIVE) && !bucketOf(COLD_ARCHIVE)
      ? [`COLD_ARCHIVE: needs to be ${PLACES}`]
      : []),
    ...(COLD_ARCHIVE_S3_ENDPOINT !== '' && !isHttp(COLD_ARCHIVE_S3_ENDPOINT)
      ? ['COLD_ARCHIVE_S3_ENDPOINT: is not an http or https URL']
      : []),
    ...((COLD_ARCHIVE_S3_ACCESS_KEY_ID === '') !== (values.COLD_ARCHIVE_S3_SECRET_ACCESS_KEY === '')
      ? ['COLD_ARCHIVE_S3_ACCESS_KEY_ID: goes with COLD_ARCHIVE_S3_SECRET_ACCESS_KEY; set both or neither']
      : []),
  ];
}

/** Undefined when there is none. The values have no faults. */
export function coldArchiveOf(values: ColdArchiveValues): ColdArchiveSettings | undefined {
  const path = folderOf(values.COLD_ARCHIVE);
  if (path) return { kind: 'folder', path };
  const place = bucketOf(values.COLD_ARCHIVE);
  if (!place) return undefined;
  const { COLD_ARCHIVE_S3_ACCESS_KEY_ID: accessKeyId, COLD_ARCHIVE_S3_SECRET_ACCESS_KEY: secretAccessKey } =
    values;
  return {
    kind: 's3',
    ...place,
    endpoint: values.COLD_ARCHIVE_S3_ENDPOINT || undefined,
    region: values.COLD_ARCHIVE_S3_REGION,
    credentials: accessKeyId === '' ? undefined : { accessKeyId, secretAccessKey },
  };
}

function folderOf(text: string): string | undefined {
  if (isAbsolute(text)) return text;
  if (!text.startsWith('file:///') || !URL.canParse(text)) return undefined;
  return fileURLToPath(text);
}

function bucketOf(text: string): { bucket: string; prefix: string } | undefined {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/*([^?#\s]*)$/.exec(text) ?? [];
  if (!BUCKET.test(bucket)) return undefined;
  const prefix = path.replace(/\/+$/, '');
  return { bucket, prefix: prefix && `${prefix}/` };
}

function isHttp(text: string): boolean {
  return /^https?:\/\/[^/]/.test(text) && URL.canParse(text);
}
