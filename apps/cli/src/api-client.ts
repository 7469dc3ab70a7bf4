import { Trouble } from './command.js';

const PATIENCE_MS = 120_000;

export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

/** The api refused a request. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export interface ApiAccess {
  url: string;
  apiKey: string | undefined;
  project: string | undefined;
}

/** The api over HTTP, as any client has it. */
export class ApiClient {
  private readonly headers: Record<string, string>;

  constructor(private readonly access: ApiAccess) {
    this.headers = {
      accept: 'application/json',
      ...(access.apiKey !== undefined && { authorization: `Bearer ${access.apiKey}` }),
      ...(access.project !== undefined && { 'x-project': access.project }),
    };
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.request<T>('POST', path, body);
  }

  /** Every item of a list, page by page. `path` has a query already. */
  async *list<T>(path: string): AsyncGenerator<T> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: { data: T[]; next_cursor: string | null } = await this.get(
        `${path}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      yield* next.data;
      cursor = next.next_cursor;
    }
  }

  /** Throws {@link Refusal} for what the api refuses, {@link Trouble} when it cannot be talked to. */
  private async request<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.access.url + path, {
      method,
      headers: { ...this.headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: unknown) => {
      throw new Trouble(
        `No answer from ${this.access.url}: ${reasonOf(error)}. Is it right (--url, ETP_URL)?`,
      );
    });
    const answer = (await response.json().catch(() => undefined)) as unknown;
    if (response.ok && answer !== undefined) return answer as T;
    if (response.status >= 400 && isProblem(answer)) throw new Refusal(answer);
    throw new Trouble(
      `${this.access.url} answers ${response.status}, and not as an Event Trigger Platform does.`,
    );
  }
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
