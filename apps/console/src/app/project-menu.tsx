import { Select, Text } from '@mantine/core';
import { $api } from '../api/client';
import { session } from '../api/session';
import { useMe } from './me';

/** The project that everything on the pages is of. */
export function ProjectMenu() {
  const me = useMe();
  const all = $api.useQuery(
    'get',
    '/projects',
    { params: { query: { limit: 200 } } },
    { enabled: me?.projects === null && me.scopes.includes('admin') },
  );
  const known = all.data?.data.map(({ slug, name }) => ({ value: slug, label: name }));
  const choices = known ?? me?.projects ?? [];
  if (choices.length < 2)
    return (
      <Text size="sm" c="dimmed" visibleFrom="sm">
        {me?.project}
      </Text>
    );
  return (
    <Select
      aria-label="Project"
      size="xs"
      w={{ base: 110, sm: 160 }}
      allowDeselect={false}
      data={choices}
      value={me?.project ?? null}
      onChange={(slug) => {
        if (slug === null) return;
        session.chooseProject(slug);
        location.assign('/console'); // nothing of the other project may stay: lists, feeds, drafts
      }}
    />
  );
}
