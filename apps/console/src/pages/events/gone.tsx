import { Alert } from '@mantine/core';
import { Ghost } from 'lucide-react';
import type { Event } from '../../api/types';
import { TextLink } from '../../ui/text-link';
import { useNow } from '../../ui/use-now';

/** The event has ended while somebody looked at it: what is shown is the last that was known. */
export function Gone({ event: { expires_at, hold } }: { event: Event }) {
  const now = useNow();
  const expired = !hold && expires_at !== null && Date.parse(expires_at) <= now;
  return (
    <Alert role="alert" color="yellow" mb="md" icon={<Ghost size={18} />} title="This event is no more">
      {expired ? 'Its retention has ended' : 'It has been deleted'} while this page was open. What you see is
      how it was at last. <TextLink to="/events">To the events</TextLink>
    </Alert>
  );
}
