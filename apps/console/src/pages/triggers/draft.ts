import type { TriggerBody } from '../../api/types';

const KEY = 'etp.draft';

/** The trigger that another page, such as the test bench, has left to be saved: a body as `POST /triggers` takes it. */
export function readDraft(): Partial<TriggerBody> | undefined {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null) return undefined;
  try {
    const draft: unknown = JSON.parse(kept);
    return typeof draft === 'object' && draft !== null ? draft : undefined;
  } catch {
    return undefined;
  }
}

export const keepDraft = (body: TriggerBody): void => sessionStorage.setItem(KEY, JSON.stringify(body));

/** Once it is a trigger, it is no draft any more. */
export const forgetDraft = (): void => sessionStorage.removeItem(KEY);
