import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client';
import { explain, faultsOf } from '../../../api/problem';
import { CodeBlock } from '../../../ui/code-block';
import { objectIn } from '../../../ui/json-object';

interface Props {
  template: string;
  /** JSON of an object. */
  payload: string;
}

/** What the template makes of the payload, as the api says while one types. */
export function TemplatePreview({ template, payload }: Props) {
  const [typed] = useDebouncedValue(`${template}\u0000${payload}`, 300);
  const [settled = '', text = ''] = typed.split('\u0000');
  const read = objectIn(text);
  const parsed = typeof read === 'string' ? undefined : read;
  const preview = useQuery({
    queryKey: ['post', '/destinations/preview-template', typed],
    queryFn: ({ signal }) => {
      const body = { template: settled, payload: parsed! };
      return answerOf(client.POST('/destinations/preview-template', { body, signal }));
    },
    enabled: parsed !== undefined && settled !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const fault = preview.error && (Object.values(faultsOf(preview.error))[0] ?? explain(preview.error).text);
  return (
    <Stack gap={6} miw={0} aria-live="polite">
      <Text size="sm" fw={500}>
        What is sent
      </Text>
      {parsed === undefined ? (
        <Text size="sm" c="dimmed">
          The payload beside it is no JSON object yet.
        </Text>
      ) : preview.isError ? (
        <Alert color="red" title="It would not be sent">
          The template {fault}
        </Alert>
      ) : preview.data ? (
        <CodeBlock label="JSON" code={JSON.stringify(preview.data.body, null, 2)} maxHeight={240} />
      ) : (
        <Skeleton height={120} />
      )}
    </Stack>
  );
}
