import type { Peak } from '../../api/types';

/** Whose firings a peak is made of, in words. */
export function PeakText({ of: { schedules, suggestion } }: { of: Peak }) {
  return (
    <>
      {schedules.length > 0 && (
        <>
          Most of it:{' '}
          {schedules.map((schedule, index) => (
            <span key={index}>
              {index > 0 && '; '}
              {schedule.triggers.toLocaleString('en')} {schedule.triggers === 1 ? 'trigger' : 'triggers'} with{' '}
              <code>
                {schedule.cron ?? (schedule.every && `every ${schedule.every}`) ?? 'a time of their own'}
              </code>
              {schedule.timezone !== null && schedule.cron !== null && ` (${schedule.timezone})`}
              {schedule.jitter !== null && `, jitter ${schedule.jitter} already`}
            </span>
          ))}
          .{' '}
        </>
      )}
      {suggestion?.text}
    </>
  );
}
