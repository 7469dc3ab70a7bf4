import type { Simulation } from '../../api/types';

/** A simulation in a sentence: whether anything is lost at once is what people have to see. */
export function simulationInWords({
  events,
  delete_now,
  archive_now,
  estimated,
  relative_error,
}: Simulation): string {
  const about = estimated ? 'About ' : '';
  if (events === 0) return 'There are no events yet: it is about those to come.';
  const error = relative_error === null ? '' : ` (a sample, right to ${Math.ceil(relative_error * 100)} %)`;
  const whole = `${about}${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'} there are${error}.`;
  if (delete_now > 0)
    return `${whole} Applied to them, ${delete_now.toLocaleString('en')} would be gone at once, and that cannot be taken back.`;
  if (archive_now > 0)
    return `${whole} Applied to them, none would be gone at once; ${archive_now.toLocaleString('en')} would be archived.`;
  return `${whole} Applied to them, nothing would change at once.`;
}
