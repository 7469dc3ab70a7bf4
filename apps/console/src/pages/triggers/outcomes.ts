import type { components } from '../../api/schema';

export type Occurrence = components['schemas']['OccurrenceView'];
export type Outcome = Occurrence['outcome'];

/** What each outcome without an event means, and what can be done about it. */
const MEANING: Partial<Record<Outcome, string>> = {
  missed:
    'no worker came to it within misfire_grace, and misfire_policy let it go: “skip” makes nothing up, “fire_all” at most 1,000. Look whether workers ran at that time; “fire_once” would have made one event.',
  collapsed:
    'several were late at once, as after an outage, and misfire_policy “fire_once” made one event, for the latest of them. “fire_all” would have made one for each.',
  skipped_paused:
    'the trigger was paused or archived at that time, and what falls then is not made up for. The audit log says who did it, and when.',
  skipped_overlap:
    'the event before it was still under way to a destination, and overlap is “skip”. If that happens often, the destination is slow or failing, or the interval too short for it.',
};

/** The outcomes of a ledger that need an explanation, each once, with it. */
export function explained(occurrences: Occurrence[]): [outcome: Outcome, meaning: string][] {
  return [...new Set(occurrences.map(({ outcome }) => outcome))].flatMap((outcome) => {
    const meaning = MEANING[outcome];
    return meaning === undefined ? [] : [[outcome, meaning]];
  });
}
