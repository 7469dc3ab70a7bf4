import { describeFailure } from './describe-failure.js';

/** What a Redis server says no with, by the first word of its error. */
const REPLIES: Record<string, string> = {
  NOAUTH: 'Redis asks for credentials',
  WRONGPASS: 'Redis refused the credentials',
  NOPERM: 'these credentials may not write into the queue',
  OOM: 'Redis has no memory left',
  READONLY: 'this Redis is a replica that cannot be written to',
  MOVED: 'this is a node of a Redis Cluster, which is not supported',
  LOADING: 'Redis is still loading its data',
  MISCONF: 'Redis cannot save its data and takes no more',
  MASTERDOWN: 'Redis has lost its primary',
};

/** Why a job did not get into a queue, in words for a person. */
export function describeRedisFailure(error: Error, timeoutMs: number): string {
  const word = /^(?:ReplyError: )?-?([A-Z]{3,})\b/.exec(error.message)?.[1];
  if (word !== undefined && word in REPLIES) return REPLIES[word]!;
  if (error.name === 'ReplyError') return `Redis answered with an error (${word ?? 'unknown'})`;
  if (/Connection is closed/.test(error.message)) return 'connection closed by Redis';
  return describeFailure(error, timeoutMs);
}
