import { Alert } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { explain, isProblem } from '../api/problem';

/** What went wrong, and what to do. Nothing when nothing did. */
export function Failure({ of: failure }: { of: unknown }) {
  if (failure === undefined || failure === null) return null;
  const { title, text } = explain(failure);
  const faults = isProblem(failure) ? (failure.errors ?? []) : [];
  return (
    <Alert role="alert" color="red" title={title} icon={<CircleAlert size={18} />}>
      {text}
      {faults.length > 0 && (
        <ul>
          {faults.map(({ pointer, detail }) => (
            <li key={pointer + detail}>
              <code>{pointer || '/'}</code> {detail}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
