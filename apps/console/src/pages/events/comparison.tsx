import { SimpleGrid, Stack } from '@mantine/core';
import { $api } from '../../api/client';
import { ButtonLink } from '../../ui/button-link';
import { CodeBlock } from '../../ui/code-block';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { Section } from '../../ui/section';
import { ComparedFacts } from './compared-facts';
import { diffOf } from './diff';
import { PayloadDiff } from './payload-diff';

/** Two events that are read side by side. */
export function Comparison({ a, b }: { a: string; b: string }) {
  const first = $api.useQuery('get', '/events/{id}', { params: { path: { id: a } } });
  const second = $api.useQuery('get', '/events/{id}', { params: { path: { id: b } } });
  if (first.isError || second.isError)
    return (
      <Stack align="flex-start">
        <Failure of={first.error ?? second.error} />
        <ButtonLink to="/events/compare" search={first.isError ? { b } : { a }} variant="default">
          Choose another
        </ButtonLink>
      </Stack>
    );
  if (!first.data || !second.data) return <Loading of="the events" height={320} />;
  const [one, other] = [first.data, second.data];
  return (
    <>
      <Section title="What differs in the payload">
        <PayloadDiff differences={diffOf(one.payload, other.payload)} />
      </Section>
      <Section title="Facts">
        <ComparedFacts a={one} b={other} />
      </Section>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <CodeBlock label="Payload of the first" code={JSON.stringify(one.payload, null, 2)} />
        <CodeBlock label="Payload of the second" code={JSON.stringify(other.payload, null, 2)} />
      </SimpleGrid>
    </>
  );
}
