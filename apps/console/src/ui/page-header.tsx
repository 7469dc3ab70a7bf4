import { Box, Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface Props {
  title: string;
  /** One line that says what the page is for. */
  about?: ReactNode;
  /** Buttons of the page. */
  children?: ReactNode;
}

export function PageHeader({ title, about, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Event Trigger Platform`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Box miw={0}>
        <Title order={1}>{title}</Title>
        {about !== undefined && (
          <Text c="dimmed" size="sm">
            {about}
          </Text>
        )}
      </Box>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
