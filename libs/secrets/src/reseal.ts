import type { Resealed, SealedColumn, SealedText } from './sealed-column.js';
import type { SecretBox } from './secret-box.js';

interface ResealCounts {
  /** Sealed under the current key now. */
  resealed: number;
  /** Written by somebody else meanwhile, and therefore left to a next run. */
  changed: number;
  /** Sealed under a secret that is named nowhere, or damaged: they cannot be read by anybody. */
  unreadable: number;
}

/**
 * Seals every text of a column that is under another key anew under the current one, `limit` at a time. It can be
 * interrupted and repeated, and run while everything else does.
 */
export async function reseal(column: SealedColumn, box: SecretBox, limit = 500): Promise<ResealCounts> {
  const counts: ResealCounts = { resealed: 0, changed: 0, unreadable: 0 };
  let after: string | undefined;
  for (;;) {
    const texts = await column.findOutdated(box.currentPrefix, limit, after);
    if (texts.length === 0) return counts;
    const readable = texts.map((text) => anew(text, box)).filter((text) => text !== undefined);
    const replaced = await column.replace(readable);
    counts.resealed += replaced;
    counts.changed += readable.length - replaced;
    counts.unreadable += texts.length - readable.length;
    after = texts.at(-1)!.id;
  }
}

function anew(text: SealedText, box: SecretBox): Resealed | undefined {
  try {
    return { ...text, resealed: box.seal(box.open(text.sealed)) };
  } catch {
    return undefined;
  }
}
