/** A row of the catalogue of the archive: ids made from `starts_at` until before `ends_at`, in one lifetime class. */
export interface ArchiveSlice {
  bucket: number;
  starts_at: Date;
  ends_at: Date;
  /** How many events lie in it. */
  events: number;
  /** The latest end of what was ever moved in; null when nothing was. `Infinity` stands for never. */
  latest_expiry: Date | number | null;
  /** Nothing may be moved in any more: it is about to go. */
  dropping: boolean;
}

/** One that somebody is about to drop, and under which mark: another may have taken over meanwhile. */
export type MarkedSlice = ArchiveSlice & { mark: string };
