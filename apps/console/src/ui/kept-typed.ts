const KEY = 'etp.typed';

/** Whose form, and where. */
interface Form {
  by: string | undefined;
  /** The address below /console, with its query. */
  at: string;
}

/** Keeps what is typed in a form, in this tab and until another is kept. */
export function keepTyped({ by, at }: Form, typed: unknown): void {
  sessionStorage.setItem(KEY, JSON.stringify({ by, at, typed }));
}

/** What was kept of this form; undefined for the form of anybody else and of any other page. */
export function keptTyped({ by, at }: Form): unknown {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Form> & { typed?: unknown };
  return by !== undefined && kept.by === by && kept.at === at ? kept.typed : undefined;
}

export const forgetTyped = (): void => sessionStorage.removeItem(KEY);
