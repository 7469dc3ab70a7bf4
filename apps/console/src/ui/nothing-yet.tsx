import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block';

interface Props {
  /** Of a whole page; a part of one that has its title does without. */
  title?: string;
  text: ReactNode;
  /** The same act on the command line. */
  curl?: string;
  /** The button that does it here. */
  children?: ReactNode;
}

/** An empty list that teaches: what would be here, how to make one, and the curl of the same act. */
export function NothingYet({ title, text, curl, children }: Props) {
  const teaching = (
    <>
      <Text role="status" {...(title === undefined && { size: 'sm' })}>
        {text}
      </Text>
      {children}
      {curl !== undefined && <CodeBlock label="The same on the command line" code={curl} />}
    </>
  );
  if (title === undefined)
    return (
      <Stack gap="xs" maw={640}>
        {teaching}
      </Stack>
    );
  return (
    <Paper withBorder p="xl" radius="md">
      <Stack gap="sm" maw={640} mx="auto">
        <Title order={2}>{title}</Title>
        {teaching}
      </Stack>
    </Paper>
  );
}
