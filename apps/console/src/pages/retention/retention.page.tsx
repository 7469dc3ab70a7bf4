import { SimpleGrid, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';
import { Holds } from './holds';
import { PolicySection } from './policy-section';
import { RunNow } from './run-now';
import { Runs } from './runs';
import { Sizes } from './sizes';

export const route = createLazyRoute('/shell/retention')({ component: Retention });

function Retention() {
  return (
    <>
      <PageHeader
        title="Retention"
        about="How long events stay active, then archived, and when they are gone."
      >
        <RunNow />
      </PageHeader>
      <Stack>
        <PolicySection />
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <Sizes />
          <Holds />
        </SimpleGrid>
        <Runs />
      </Stack>
    </>
  );
}
