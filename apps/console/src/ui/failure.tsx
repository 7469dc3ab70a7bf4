import { Alert, Button } from '@mantine/core';
import { useIsFetching, useQueryClient, type Query } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { explain, isPassing, isProblem } from '../api/problem';

/** What went wrong, and what to do: of what could not be read also another try. Nothing when nothing did. */
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
      {isPassing(failure) && <Again after={failure} />}
    </Alert>
  );
}

/** Reads what has failed with this once more. Nothing for what a form has sent: its button is there. */
function Again({ after }: { after: unknown }) {
  const client = useQueryClient();
  const failed = { type: 'active' as const, predicate: ({ state }: Query) => state.error === after };
  const trying = useIsFetching(failed) > 0;
  if (client.getQueryCache().findAll(failed).length === 0) return null;
  return (
    <Button
      mt="xs"
      size="xs"
      variant="default"
      display="block"
      loading={trying}
      onClick={() => void client.refetchQueries(failed)}
    >
      Try again
    </Button>
  );
}
