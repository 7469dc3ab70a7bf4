export interface ChangePlan {
  added: Date[];
  lost: Date[];
  kept: Date[];
}

/** What a change of schedule does to the next occurrences, given those before it and those after it. */
export function changePlan(before: Date[], after: Date[]): ChangePlan {
  const old = new Set(before.map(Number));
  const young = new Set(after.map(Number));
  return {
    added: after.filter((at) => !old.has(at.getTime())),
    lost: before.filter((at) => !young.has(at.getTime())),
    kept: after.filter((at) => old.has(at.getTime())),
  };
}
