import { ApiClient, Refusal } from '../api-client.js';
import { Trouble } from '../command.js';
import type { Entry, Remark } from './entry.js';
import { SOURCE_LABEL } from './keys.js';

export interface BatchedTrigger {
  external_key: string;
  name: string;
  outcome: 'created' | 'updated' | 'unchanged';
  schedule: string;
  next_fire_at: string | null;
  destinations: { id: string | null; url: string; secret?: string }[];
}

export interface BatchAnswer {
  created: number;
  updated: number;
  unchanged: number;
  triggers: BatchedTrigger[];
}

interface Destination {
  id: string;
  url: string;
  secret?: string;
}

/** What an import asks of the platform. */
export class Platform {
  constructor(private readonly api: ApiClient) {}

  /** Answers the faults of the lines instead where the platform finds any. */
  async batch(entries: Entry[], dry_run: boolean): Promise<BatchAnswer | Remark[]> {
    const triggers = entries.map(({ trigger }) => trigger);
    return this.api.post<BatchAnswer>('/triggers/batch', { triggers, dry_run }).catch((error: unknown) => {
      const faults = error instanceof Refusal ? error.problem.errors : undefined;
      if (!faults) throw asTrouble(error);
      return faults.map(({ pointer, detail }) => {
        const [, index, field = ''] = /^\/triggers\/(\d+)\/?(.*)$/.exec(pointer) ?? [];
        const entry = entries[Number(index)];
        if (!entry) throw asTrouble(error);
        return { line: entry.line, detail: field === '' ? detail : `${field}: ${detail}` };
      });
    });
  }

  /** The oldest destination of the project with this URL. */
  async findDestination(url: string): Promise<Destination | undefined> {
    let found: Destination | undefined;
    for await (const one of this.list<Destination>('/destinations?')) if (one.url === url) found = one;
    return found;
  }

  /** With its signing secret. */
  makeDestination(url: string): Promise<Destination> {
    return this.api.post<Destination>('/destinations', { url }).catch(rethrow);
  }

  /** Triggers that were imported from `source` and whose keys are none of these. */
  async leftOver(source: string, keys: Set<unknown>): Promise<{ id: string; name: string }[]> {
    const left: { id: string; name: string }[] = [];
    const label = encodeURIComponent(`${SOURCE_LABEL}:${source}`);
    type Listed = { id: string; name: string; external_key: string };
    for await (const { id, name, external_key } of this.list<Listed>(`/triggers?label=${label}`))
      if (!keys.has(external_key)) left.push({ id, name });
    return left;
  }

  private async *list<T>(path: string): AsyncGenerator<T> {
    try {
      yield* this.api.list<T>(path);
    } catch (error) {
      throw asTrouble(error);
    }
  }
}

function rethrow(error: unknown): never {
  throw asTrouble(error);
}

function asTrouble(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { status, code, detail, errors = [] } = error.problem;
  const faults = errors.map(({ pointer, detail }) => `\n  ${pointer} ${detail}`);
  return new Trouble(`The platform refuses it (${status} ${code}): ${detail}${faults.join('')}`);
}
