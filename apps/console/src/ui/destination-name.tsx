import { $api } from '../api/client';
import { isGone } from '../api/problem';
import { TextLink } from './text-link';

/** A destination by its name, or its address where it has none of its own; one that is gone is said to be. */
export function DestinationName({ id, bold = false }: { id: string; bold?: boolean }) {
  const { data, error } = $api.useQuery(
    'get',
    '/destinations/{id}',
    { params: { path: { id } } },
    { staleTime: 60_000 },
  );
  if (isGone(error)) return <span title={id}>a deleted destination</span>;
  return (
    <TextLink to="/destinations/$id" params={{ id }} {...(bold && { fw: 600 })}>
      {data ? data.name || data.url || data.queue : id.slice(0, 8)}
    </TextLink>
  );
}
