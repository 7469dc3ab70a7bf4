import { Box, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { EditorProps } from './json-code-mirror';

const CodeMirror = lazy(() =>
  import('./json-code-mirror').then((file) => ({ default: file.JsonCodeMirror })),
);

/** JSON to edit, with its faults marked as one types; also those against a JSON Schema. Loaded when it is first shown. */
export function JsonEditor(props: EditorProps) {
  return (
    <Suspense fallback={<Skeleton height={props.minHeight ?? 140} />}>
      <Box>
        <CodeMirror {...props} />
      </Box>
    </Suspense>
  );
}
