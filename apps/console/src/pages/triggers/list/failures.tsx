import { explain } from '../../../api/problem';
import type { ListedTrigger } from '../trigger-lists';

const SHOWN = 5;

/** Which of many have failed, and why; the first few of them. */
export function Failures({ of: failed, rows }: { of: Map<string, unknown>; rows: ListedTrigger[] }) {
  if (failed.size === 0) return null;
  const name = (id: string) => rows.find((row) => row.id === id)?.name ?? id;
  return (
    <ul>
      {[...failed].slice(0, SHOWN).map(([id, failure]) => (
        <li key={id}>
          {name(id)}: {explain(failure).text}
        </li>
      ))}
      {failed.size > SHOWN && <li>and {failed.size - SHOWN} more</li>}
    </ul>
  );
}
