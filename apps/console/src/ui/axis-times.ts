const DAY = 86_400;

/**
 * The ticks of a time axis in words: the clock of `zone`, and the date instead where a day begins or ticks are days apart.
 * @param ticks Unix times in s, ascending and evenly apart
 */
export function axisTimes(ticks: number[], zone: string): string[] {
  const apart = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(apart < 60 && { second: '2-digit' }),
    timeZone: zone,
  });
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone });
  return ticks.map((tick) => {
    const time = clock.format(tick * 1000);
    return apart >= DAY || time.startsWith('00:00') ? date.format(tick * 1000) : time;
  });
}
