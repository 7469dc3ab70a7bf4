import { Text } from '@mantine/core';
import { $api } from '../../api/client';
import { TextLink } from '../../ui/text-link';

/** Where a delivery goes: the name of its destination, or its address where it has none of its own. */
export function DestinationName({ id }: { id: string }) {
  const { data, isPending } = $api.useQuery(
    'get',
    '/destinations/{id}',
    { params: { path: { id } } },
    { staleTime: 60_000 },
  );
  if (!data)
    return (
      <Text size="sm" c="dimmed" title={id}>
        {isPending ? '…' : 'a deleted destination'}
      </Text>
    );
  return (
    <TextLink to="/destinations/$id" params={{ id }} size="sm" fw={600}>
      {data.name || data.url || data.queue}
    </TextLink>
  );
}
