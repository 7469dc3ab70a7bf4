/** Which rows are chosen, and from where a range with the shift key begins. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | undefined;
}

export const NOTHING: Selection = { ids: new Set(), anchor: undefined };

/** One more, or one less. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/**
 * All from the last one that was chosen to this one, in the order of the list, as the one at the start is: chosen or
 * not. Without a start it is a choice of one.
 */
export function ranged(selection: Selection, id: string, order: readonly string[]): Selection {
  const { ids, anchor } = selection;
  const from = anchor === undefined ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (anchor === undefined || from < 0 || to < 0) return toggled(selection, id);
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  const next = new Set(ids);
  for (const one of between) {
    if (ids.has(anchor)) next.add(one);
    else next.delete(one);
  }
  return { ids: next, anchor: id };
}

/** Everything that is loaded, or nothing when it is all chosen already. */
export const allOrNothing = ({ ids }: Selection, order: readonly string[]): Selection =>
  order.every((id) => ids.has(id)) ? NOTHING : { ids: new Set(order), anchor: undefined };
