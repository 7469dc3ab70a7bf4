import type { Event, EventWithDeliveries, Json, Page, Trigger } from './contract.js';

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

interface RequestOptions {
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, for what is no JSON. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** A thin client: it turns nothing into an exception but an answer that a shorthand did not ask for. */
export class ApiClient {
  /** `credentials` are headers of every request. */
  constructor(
    readonly origin: string,
    private readonly credentials: Record<string, string> = {},
  ) {}

  /** The same api, as somebody else; without an argument as nobody. */
  as(token?: string, project?: string): ApiClient {
    return new ApiClient(this.origin, {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(project !== undefined && { 'x-project': project }),
    });
  }

  async request<T>(method: string, path: string, { json, raw, headers }: RequestOptions = {}) {
    const body = json === undefined ? raw : JSON.stringify(json);
    const response = await fetch(path.startsWith('/') ? this.origin + path : path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.credentials,
        ...headers,
      },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const type = response.headers.get('content-type') ?? '';
    const isEndless = type.startsWith('text/event-stream');
    if (isEndless) await response.body?.cancel();
    const text = isEndless ? '' : await response.text();
    const isJson = /\bjson\b/.test(type);
    const answer: Answer<T> = {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as T,
    };
    return answer;
  }

  get<T>(path: string) {
    return this.request<T>('GET', path);
  }
  post<T>(path: string, json?: unknown) {
    return this.request<T>('POST', path, { json });
  }
  /** With an `Idempotency-Key`. */
  postOnce<T>(key: string, path: string, json?: unknown) {
    return this.request<T>('POST', path, { json, headers: { 'idempotency-key': key } });
  }
  put<T>(path: string, json: unknown) {
    return this.request<T>('PUT', path, { json });
  }
  patch<T>(path: string, json: unknown) {
    return this.request<T>('PATCH', path, { json });
  }
  delete<T>(path: string) {
    return this.request<T>('DELETE', path);
  }

  // Shorthands for what has to work before a test can begin: the body, or an error that says what came instead.

  async createTrigger(fields: Json): Promise<Trigger> {
    return expecting(201, await this.post<Trigger>('/triggers', fields));
  }

  async fire(triggerId: string, payload?: Json): Promise<Event> {
    return expecting(202, await this.post<Event>(`/triggers/${triggerId}/fire`, payload && { payload }));
  }

  async trigger(id: string): Promise<Trigger> {
    return expecting(200, await this.get<Trigger>(`/triggers/${id}`));
  }

  async event(id: string): Promise<EventWithDeliveries> {
    return expecting(200, await this.get<EventWithDeliveries>(`/events/${id}`));
  }

  /** Newest first. `query` as in a URL, without the question mark. */
  async events(query: string): Promise<Event[]> {
    return expecting(200, await this.get<Page<Event>>(`/events?${query}`)).data;
  }
}

export function expecting<T>(status: number, answer: Answer<T>): T {
  if (answer.status === status) return answer.body;
  throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body).slice(0, 2000)}`);
}
