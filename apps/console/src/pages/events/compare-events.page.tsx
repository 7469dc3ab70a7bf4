import { Button, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { inPlace } from '../../ui/in-place';
import { PageHeader } from '../../ui/page-header';
import { Comparison } from './comparison';
import { PickEvents } from './pick-events';

export const route = createLazyRoute('/shell/events/compare')({ component: CompareEvents });

/** Two events beside each other: what is the same, and what is not. */
function CompareEvents() {
  const { a, b } = route.useSearch();
  const navigate = route.useNavigate();
  const both = a !== undefined && b !== undefined;
  return (
    <Stack gap="md">
      <PageHeader
        title="Compare events"
        about="What differs between two events, in their facts and payloads."
      >
        {both && (
          <Button
            variant="default"
            leftSection={<ArrowLeftRight size={15} />}
            onClick={() => void navigate({ search: { a: b, b: a }, ...inPlace })}
          >
            Swap
          </Button>
        )}
      </PageHeader>
      {both ? <Comparison key={`${a} ${b}`} a={a} b={b} /> : <PickEvents a={a} b={b} />}
    </Stack>
  );
}
