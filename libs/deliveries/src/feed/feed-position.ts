/**
 * How far somebody has read: what a snapshot of PostgreSQL sees is read, and the rest is not. That has no gaps in
 * whatever order transactions commit, and means the same to every process on this database.
 */
export interface FeedPosition {
  /** PostgreSQL's time in ms: nothing that is not read yet was committed long before. */
  at: number;
  /** As PostgreSQL writes it: `xmin:xmax:running,…`. */
  snapshot: string;
}

/** An id of a transaction that has not begun at this position, and those before it that had not ended. */
interface Seen {
  xmax: bigint;
  running: bigint[];
}

const TEXT = /^([\da-z]{1,9})-(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/;
const MAX_XID = 2n ** 63n - 1n;
/** With more running ones a position takes a step back, and repeats some, to stay short enough for a header field. */
const MAX_RUNNING = 100;

export function writePosition({ at, snapshot }: FeedPosition): string {
  return `${Math.trunc(at).toString(36)}-${shortened(snapshot)}`;
}

/** Undefined for whatever {@link writePosition} has not written. */
export function readPosition(text: string): FeedPosition | undefined {
  const [, at, xmin, xmax, running] = TEXT.exec(text) ?? [];
  if (at === undefined) return undefined;
  const snapshot = `${xmin}:${xmax}:${running}`;
  const seen = parse(snapshot);
  const isOrdered = [...seen.running, seen.xmax].every(
    (xid, index, all) => index === 0 || all[index - 1]! < xid,
  );
  const isOurs =
    isOrdered && (seen.running[0] ?? seen.xmax) > 0n && seen.xmax <= MAX_XID && format(seen) === snapshot;
  return isOurs ? { at: parseInt(at, 36), snapshot } : undefined;
}

/** The position of whoever has read what `snapshot` sees, but of later transactions than `xid` nothing. */
export function upTo(snapshot: string, xid: string): string {
  return before(parse(snapshot), BigInt(xid) + 1n);
}

/** The position of whoever has read what is read at both. */
export function earlierOf(one: FeedPosition, other: FeedPosition): FeedPosition {
  const [a, b] = [parse(one.snapshot), parse(other.snapshot)];
  const running = [...new Set([...a.running, ...b.running])].sort((x, y) => (x < y ? -1 : 1));
  const snapshot = before({ xmax: a.xmax, running }, b.xmax);
  return { at: Math.min(one.at, other.at), snapshot };
}

/** Whether a position is one of a later time than the snapshot, as on a database that was restored from a copy. */
export function isAhead({ snapshot }: FeedPosition, of: string): boolean {
  return parse(snapshot).xmax > parse(of).xmax;
}

function shortened(snapshot: string): string {
  const seen = parse(snapshot);
  const first = seen.running[MAX_RUNNING];
  return first === undefined ? snapshot : before(seen, first);
}

function before({ xmax, running }: Seen, xid: bigint): string {
  const end = xid < xmax ? xid : xmax;
  return format({ xmax: end, running: running.filter((one) => one < end) });
}

function parse(snapshot: string): Seen {
  const [, xmax, running] = snapshot.split(':');
  return { xmax: BigInt(xmax!), running: running ? running.split(',').map(BigInt) : [] };
}

function format({ xmax, running }: Seen): string {
  return `${running[0] ?? xmax}:${xmax}:${running.join(',')}`;
}
