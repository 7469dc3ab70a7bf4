import { Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Link, useNavigate } from '@tanstack/react-router';
import { Columns2, FlaskConical, SquareTerminal } from 'lucide-react';
import { answerOf, client } from '../../api/client';
import { useMay } from '../../app/me';
import type { Event } from '../../api/types';
import { Confirm } from '../../ui/confirm';
import { curl } from '../../ui/curl';
import { DeleteItem, MoreMenu } from '../../ui/more-menu';
import { useAct } from '../../ui/use-act';

/** What is done with an event now and then. */
export function EventMenu({ event: { id, payload } }: { event: Event }) {
  const manage = useMay('manage');
  const navigate = useNavigate();
  const clipboard = useClipboard();
  const copy = (command: string) => () => {
    clipboard.copy(command);
    notifications.show({ message: 'Copied' });
  };
  const remove = useAct(() => answerOf(client.DELETE('/events/{id}', { params: { path: { id } } })), {
    done: 'Deleted',
    onDone: () => void navigate({ to: '/events' }),
  });
  const menu = (ask: () => void) => (
    <MoreMenu width={250} loading={remove.isPending}>
      <Menu.Item
        leftSection={<FlaskConical size={15} />}
        renderRoot={(props) => <Link to="/test-bench" search={{ event: id }} {...props} />}
      >
        To the test bench
      </Menu.Item>
      <Menu.Item
        leftSection={<Columns2 size={15} />}
        renderRoot={(props) => <Link to="/events/compare" search={{ a: id }} {...props} />}
      >
        Compare with another
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>Copy as curl</Menu.Label>
      <Menu.Item leftSection={<SquareTerminal size={15} />} onClick={copy(curl('GET', `/events/${id}`))}>
        Get it
      </Menu.Item>
      <Menu.Item
        leftSection={<SquareTerminal size={15} />}
        onClick={copy(curl('POST', `/events/${id}/replay`))}
      >
        Deliver it again
      </Menu.Item>
      <Menu.Item
        leftSection={<SquareTerminal size={15} />}
        onClick={copy(curl('POST', `/events/${id}/replay`, { payload }))}
      >
        Replay it with this payload
      </Menu.Item>
      {manage && (
        <>
          <Menu.Divider />
          <DeleteItem onClick={ask} />
        </>
      )}
    </MoreMenu>
  );
  return (
    <Confirm
      title="Delete this event?"
      verb="Delete"
      danger
      onConfirm={() => remove.mutate(undefined)}
      target={menu}
    >
      It is gone at once, with its deliveries and their attempts. What has been delivered stays delivered.
    </Confirm>
  );
}
