import { explain } from '../../../api/problem';

const SHOWN = 5;

interface Props {
  of: Map<string, unknown>;
  /** What they are called, by id. */
  names: Map<string, string>;
}

/** Which of many have failed, and why; the first few of them. */
export function Failures({ of: failed, names }: Props) {
  if (failed.size === 0) return null;
  return (
    <ul>
      {[...failed].slice(0, SHOWN).map(([id, failure]) => (
        <li key={id}>
          {names.get(id)}: {explain(failure).text}
        </li>
      ))}
      {failed.size > SHOWN && <li>and {failed.size - SHOWN} more</li>}
    </ul>
  );
}
