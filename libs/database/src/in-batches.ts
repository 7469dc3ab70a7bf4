/** Rows that one transaction removes. */
const BATCH = 5000;

/**
 * Removes at most `limit` rows in batches that are committed one by one: `remove` is told how many it may, and answers how
 * many it did. Answers how many there were.
 */
export async function inBatches(limit: number, remove: (most: number) => Promise<number>): Promise<number> {
  let removed = 0;
  while (removed < limit) {
    const most = Math.min(BATCH, limit - removed);
    const batch = await remove(most);
    removed += batch;
    if (batch < most) break;
  }
  return removed;
}
