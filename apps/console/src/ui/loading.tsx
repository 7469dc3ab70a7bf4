import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

interface Props {
  /** What is being read: `the trigger`. */
  of?: string;
  /** Of each row, in pixels. */
  height: number;
  rows?: number;
}

/** Stands where something is going to be, and says so to who does not see it. */
export function Loading({ of, height, rows = 1 }: Props) {
  return (
    <Stack gap={6} role="status">
      <VisuallyHidden>{of === undefined ? 'Loading' : `Loading ${of}`}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}
