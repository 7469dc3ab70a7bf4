import { Group } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useMay } from '../../../app/me';
import { ButtonLink } from '../../../ui/button-link';
import { curl } from '../../../ui/curl';
import { NothingYet } from '../../../ui/nothing-yet';

/** Nothing is there yet: what a destination is, and how one is made. */
export function NoDestinations() {
  const may = useMay('manage');
  return (
    <NothingYet
      title="No destination yet"
      text="A destination is where events go: an HTTP endpoint that gets each as a signed webhook, or a BullMQ queue of yours. One is also made along with a trigger that is given a URL."
      curl={curl('POST', '/destinations', { url: 'https://example.com/webhooks' })}
    >
      {may && (
        <Group>
          <ButtonLink to="/destinations/new" leftSection={<Plus size={16} />}>
            New destination
          </ButtonLink>
        </Group>
      )}
    </NothingYet>
  );
}
