/** A trigger as the api takes it, as far as the file says. */
export type TriggerBody = Record<string, unknown>;

/** One trigger of the file. */
export interface Entry {
  /** Where it stands: a line, or the place in a JSON array, from 1. */
  line: number;
  trigger: TriggerBody;
  /** What tells it from the others in the file, whenever it is read: its key is made of this unless it has its own. */
  identity: string;
}

/** Something to say of a line. */
export interface Remark {
  line: number;
  detail: string;
}

/** A file as triggers; `faults` are lines that cannot be one. */
export interface ReadFile {
  entries: Entry[];
  faults: Remark[];
  notes: Remark[];
}
