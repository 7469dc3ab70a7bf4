import { Grid, Group, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { isGone } from '../../api/problem';
import { ButtonLink } from '../../ui/button-link';
import { CodeBlock } from '../../ui/code-block';
import { CopyIcon } from '../../ui/copy-icon';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { Deliveries } from './deliveries';
import { EventActions } from './event-actions';
import { EventFacts } from './event-facts';
import { nameOf } from './event-row';
import { Gone } from './gone';
import { useEvent } from './use-event';

export const route = createLazyRoute('/shell/events/$id')({ component: EventPage });

function EventPage() {
  const { id } = route.useParams();
  return <OneEvent key={id} id={id} />;
}

function OneEvent({ id }: { id: string }) {
  const { event, error, gone, state } = useEvent(id);
  if (!event && error) return <NoEvent error={error} />;
  if (!event) return <Loading of="the event" height={240} rows={2} />;
  return (
    <>
      <PageHeader
        title={nameOf(event)}
        about={
          <Group component="span" gap={6}>
            <Status of={event.status} />
            <span>{event.id}</span>
            <CopyIcon value={event.id} what="id" />
          </Group>
        }
      >
        {!gone && <EventActions event={event} />}
      </PageHeader>
      {gone ? <Gone event={event} /> : <Failure of={error} />}
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Deliveries event={event} live={state} frozen={gone} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Section title="Facts">
              <EventFacts event={event} frozen={gone} />
            </Section>
            <Section title="Payload">
              <CodeBlock label="JSON" code={JSON.stringify(event.payload, null, 2)} maxHeight={520} />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

const NoEvent = ({ error }: { error: unknown }) => (
  <>
    <PageHeader
      title="Event"
      about={isGone(error) ? 'It may have expired, been deleted, or be of another project.' : undefined}
    />
    <Failure of={error} />
    <ButtonLink to="/events" mt="md" variant="default">
      To the events
    </ButtonLink>
  </>
);
