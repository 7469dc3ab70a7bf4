import type { Readable } from 'node:stream';
import { HeldUp } from '../../dropping/before-drop.js';

/** Where the cold archive lies: names and bytes. Objects are written once and never changed. */
export abstract class ColdStore {
  /** The object is there as a whole from then on, or not at all. It takes no more memory for a larger one. */
  abstract write(name: string, body: AsyncIterable<Buffer>): Promise<void>;
  /** Rejects, or fails while it is read, when there is no such object. */
  abstract read(name: string): Promise<Readable>;
  abstract has(name: string): Promise<boolean>;
  /** Every object, in the order of the names. */
  abstract list(): AsyncIterable<string>;
  /** It need not be there. */
  abstract remove(name: string): Promise<void>;
}

/** What was to be copied is not, and nothing is wrong but that: try again later. */
export class ColdStoreError extends HeldUp {
  constructor(cause: unknown) {
    super(`the cold archive cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** Errors of connections often have no message of their own, but a code or several errors behind them. */
function reasonOf(cause: unknown): string {
  const { message, code, name, errors } = cause as Error & { code?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || name;
}
