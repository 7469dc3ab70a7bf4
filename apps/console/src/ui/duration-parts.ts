export type Unit = 's' | 'm' | 'h' | 'd';

/** A duration of the api in two fields; `never` has no parts. */
export interface DurationParts {
  count: number;
  unit: Unit;
}

/** `48h` as 48 and `h`; undefined for `never` and for what is written otherwise (`1.5h`, `90 minutes`). */
export function partsOf(duration: string): DurationParts | undefined {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  return count === undefined ? undefined : { count: Number(count), unit: unit as Unit };
}
