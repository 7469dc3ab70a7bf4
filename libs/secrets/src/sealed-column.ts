/** A text as it is stored, with the id of its row. */
export interface SealedText {
  id: string;
  sealed: string;
}

/** One sealed text that takes the place of another in a row, if the other is still there. */
export interface Resealed extends SealedText {
  resealed: string;
}

/** A column of sealed texts, as the rotation sees it. The repository that owns the table has one for each. */
export interface SealedColumn {
  /** Table and column, for a person. */
  name: string;
  /** Texts that do not begin with `prefix`, in the order of their ids, after the given one. */
  findOutdated(prefix: string, limit: number, after?: string): Promise<SealedText[]>;
  /** Compare and set: what has changed meanwhile is left alone. Answers how many were replaced. */
  replace(texts: Resealed[]): Promise<number>;
}
