import { Box, Group, Text } from '@mantine/core';
import { CopyIcon } from './copy-icon';
import classes from './code-block.module.css';

interface Props {
  code: string;
  /** What it is, for a heading and for who cannot see. */
  label: string;
  /** Longer ones scroll. */
  maxHeight?: number;
}

/** Text of machines, as it is, with a button that copies it. */
export function CodeBlock({ code, label, maxHeight = 420 }: Props) {
  return (
    <Box className={classes.block}>
      <Group justify="space-between" wrap="nowrap" className={classes.head}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <CopyIcon value={code} what={label} />
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <pre className={classes.code} tabIndex={0} aria-label={label} style={{ maxHeight }}>
        {code}
      </pre>
    </Box>
  );
}
