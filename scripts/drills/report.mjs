// @ts-check
import { seconds } from '../say.mjs';

/** @param {import('./run-drill.mjs').DrillResult} result */
export function asTable({ blows, accepted, refused, recorded, arrived, repeats, faults }) {
  const rows = blows.map(
    ({ name, awayMs, recoveryMs, backlog, refused }) =>
      `| ${name} | ${seconds(awayMs)} | ${refused} | ${backlog} | ${seconds(recoveryMs)} |`,
  );
  return `| blow | took | refused | waiting at its end | until they had arrived |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

accepted ${accepted}, refused ${refused}, recorded ${recorded}, arrived ${arrived}, of which again under the same webhook-id ${repeats}
${faults.length === 0 ? 'Nothing was lost and nothing doubled.' : `NOT AS PROMISED: ${faults.join('; ')}.`}`;
}
