/** How an act on many is getting on. */
export interface BulkState<Answer> {
  done: Map<string, Answer>;
  failed: Map<string, unknown>;
}

/**
 * Does one thing to many, a few at a time, and goes on past those that fail. Ends early when it is told to: what is
 * under way is waited for. @param onProgress is called after each
 */
export async function inBulk<Answer>(
  ids: readonly string[],
  act: (id: string) => Promise<Answer>,
  { onProgress, signal, atOnce = 6 }: BulkOptions<Answer>,
): Promise<BulkState<Answer>> {
  const state: BulkState<Answer> = { done: new Map(), failed: new Map() };
  const left = ids.values();
  const work = async () => {
    for (const id of left) {
      if (signal?.aborted) return;
      try {
        state.done.set(id, await act(id));
      } catch (failure) {
        state.failed.set(id, failure);
      }
      onProgress?.(state);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return state;
}

interface BulkOptions<Answer> {
  onProgress?: (state: BulkState<Answer>) => void;
  signal?: AbortSignal;
  /** How many at once. */
  atOnce?: number;
}
