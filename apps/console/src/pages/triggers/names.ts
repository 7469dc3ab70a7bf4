import type { Trigger } from '../../api/types';

/** What a trigger's destinations are called, by their ids. */
export const namesOf = ({ destinations, alert_destinations }: Trigger): Record<string, string> =>
  Object.fromEntries(
    [...destinations, ...alert_destinations].map(({ id, name, url }) => [
      id,
      url === null || url.includes(name) ? (url ?? name) : `${name} · ${url}`,
    ]),
  );
