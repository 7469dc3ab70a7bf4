import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block';

interface Props {
  title: string;
  text: ReactNode;
  /** The same act on the command line. */
  curl?: string;
  /** The button that does it here. */
  children?: ReactNode;
}

/** An empty list that teaches: what would be here, how to make one, and the curl of the same act. */
export function NothingYet({ title, text, curl, children }: Props) {
  return (
    <Paper withBorder p="xl" radius="md">
      <Stack gap="sm" maw={640} mx="auto">
        <Title order={2}>{title}</Title>
        <Text>{text}</Text>
        {children}
        {curl !== undefined && <CodeBlock label="The same on the command line" code={curl} />}
      </Stack>
    </Paper>
  );
}
