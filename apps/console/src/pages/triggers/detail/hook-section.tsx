import { Text } from '@mantine/core';
import { CodeBlock } from '../../../ui/code-block';
import { Section } from '../../../ui/section';

/** The URL that fires it, for who may `manage`. */
export function HookSection({ url }: { url: string }) {
  return (
    <Section title="Hook URL">
      <Text size="sm" mb="xs">
        POST a JSON object to it and it fires, with that as the payload. Whoever knows it can: treat it as a
        password.
      </Text>
      <CodeBlock label="Hook URL" code={url} />
    </Section>
  );
}
