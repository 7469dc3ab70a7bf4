import type { components } from './schema';

export type Tokens = Pick<components['schemas']['TokenPairView'], 'access_token' | 'refresh_token'>;

const TOKENS = 'etp.session';
const PROJECT = 'etp.project';
type EndReason = 'signed-out' | 'expired';

const listeners = new Set<(reason: EndReason) => void>();

/**
 * The tokens of who is signed in, shared by the tabs of a browser (localStorage): links open in new tabs. The strict
 * content security policy of the page is what keeps them from scripts that are not ours.
 */
export const session = {
  tokens(): Tokens | undefined {
    const kept = localStorage.getItem(TOKENS);
    return kept === null ? undefined : (JSON.parse(kept) as Tokens);
  },
  begin({ access_token, refresh_token }: Tokens): void {
    localStorage.setItem(TOKENS, JSON.stringify({ access_token, refresh_token }));
  },
  end(reason: EndReason): void {
    localStorage.removeItem(TOKENS);
    if (reason === 'signed-out') session.forgetProject(); // the next one may not be in it
    for (const listener of listeners) listener(reason);
  },
  /** Also when it ends in another tab. */
  onEnd(listener: (reason: EndReason) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** The slug that was chosen; the api chooses without one. */
  project: (): string | undefined =>
    sessionStorage.getItem(PROJECT) ?? localStorage.getItem(PROJECT) ?? undefined,
  /** For this tab, and for those that are opened from now on: what another tab shows must not change under it. */
  chooseProject(slug: string): void {
    sessionStorage.setItem(PROJECT, slug);
    localStorage.setItem(PROJECT, slug);
  },
  forgetProject(): void {
    sessionStorage.removeItem(PROJECT);
    localStorage.removeItem(PROJECT);
  },
};

/**
 * New tokens for those that ran out; undefined when the session is over. A refresh token is good for one use, so tabs
 * take turns, and one that finds that another was faster takes its tokens.
 */
export async function refresh(used: string): Promise<Tokens | undefined> {
  return navigator.locks.request('etp.refresh', async () => {
    const now = session.tokens();
    if (now === undefined || now.access_token !== used) return now;
    const answer = await fetch('/auth/refresh', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token: now.refresh_token }),
    });
    if (answer.status === 401) {
      session.end('expired');
      return undefined;
    }
    if (!answer.ok) throw await answer.json();
    const tokens = (await answer.json()) as Tokens;
    session.begin(tokens);
    return tokens;
  });
}

addEventListener('storage', ({ key, newValue }) => {
  if (key === TOKENS && newValue === null) for (const listener of listeners) listener('signed-out');
});
