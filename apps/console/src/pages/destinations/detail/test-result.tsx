import { Stack } from '@mantine/core';
import type { TestAnswer } from '../../../api/types';
import { CodeBlock } from '../../../ui/code-block';
import { Facts } from '../../../ui/facts';
import { Status } from '../../../ui/status';
import { duration } from '../../../ui/time';

/** What came of a test. */
export function TestResult({ of: result }: { of: TestAnswer }) {
  const { delivered, status_code, error, duration_ms, response_head } = result;
  return (
    <Stack gap="xs" role="status">
      <Facts
        of={{
          result: <Status of={delivered ? 'delivered' : 'failed'} />,
          answer: status_code ?? undefined,
          error: error ?? undefined,
          took: duration(duration_ms),
        }}
      />
      {response_head !== null && response_head !== '' && (
        <CodeBlock label="Head of the answer" code={response_head} maxHeight={240} />
      )}
    </Stack>
  );
}
