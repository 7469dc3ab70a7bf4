/** Names that some crons have, in those that Open Cron has. */
const NICKNAMES: Record<string, string> = { '@every_minute': '* * * * *' };

/**
 * A pattern of cron as an Open Cron pattern of the same meaning. cron asks for both days when either of the two fields
 * begins with an asterisk (every second day that is a Monday, say), and for one of them else; Open Cron asks for both
 * only where it is told so, by a plus.
 */
export function openCron(pattern: string): { cron: string; note?: string } {
  if (pattern.startsWith('@')) return { cron: NICKNAMES[pattern.toLowerCase()] ?? pattern };
  const [minute, hour, day = '', month, weekday = ''] = pattern.trim().split(/\s+/);
  const isTwofold = day !== '*' && weekday !== '*';
  if (!isTwofold || !(day.startsWith('*') || weekday.startsWith('*')))
    return { cron: [minute, hour, day, month, weekday].join(' ') };
  return {
    cron: [minute, hour, day, month, `+${weekday}`].join(' '),
    note: `cron asks for both days here, so the day of week is written +${weekday}`,
  };
}
