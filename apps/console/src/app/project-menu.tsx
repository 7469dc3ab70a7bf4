import { Select, Text } from '@mantine/core';
import { $api } from '../api/client';
import { queryClient } from '../api/query-client';
import { session } from '../api/session';
import { useMay, useMe } from './me';

/** The project that everything on the pages is of. Only who may list projects can choose one here. */
export function ProjectMenu() {
  const me = useMe();
  const admin = useMay('admin');
  const projects = $api.useQuery(
    'get',
    '/projects',
    { params: { query: { limit: 200 } } },
    { enabled: admin },
  );
  if (!projects.data || projects.data.data.length < 2)
    return (
      <Text size="sm" c="dimmed" visibleFrom="sm">
        {me?.project}
      </Text>
    );
  return (
    <Select
      aria-label="Project"
      size="xs"
      w={150}
      allowDeselect={false}
      data={projects.data.data.map(({ slug, name }) => ({ value: slug, label: name }))}
      value={me?.project ?? session.project()}
      onChange={(slug) => {
        if (slug === null) return;
        session.chooseProject(slug);
        void queryClient.resetQueries();
      }}
    />
  );
}
