import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Copy, FlaskConical, Pause, Pencil, Play, Zap } from 'lucide-react';
import { useState } from 'react';
import type { Trigger } from '../../../api/types';
import { useMay } from '../../../app/me';
import { ButtonLink } from '../../../ui/button-link';
import { Ask } from '../../../ui/ask';
import { DeleteItem, MoreMenu } from '../../../ui/more-menu';
import { AsCurl } from './as-curl';
import { FireDialog } from './fire-dialog';
import { useTriggerActs } from './use-trigger-acts';

/** What can be done with a trigger, as far as the viewer may. */
export function TriggerActs({ trigger }: { trigger: Trigger }) {
  const [mayFire, mayManage] = [useMay('fire'), useMay('manage')];
  const [dialog, setDialog] = useState<'fire' | 'archive' | 'delete'>();
  const close = () => setDialog(undefined);
  const acts = useTriggerActs(trigger);
  const isStill = !trigger.enabled || trigger.archived;
  return (
    <>
      {mayFire && (
        <Button
          leftSection={<Zap size={15} />}
          disabled={isStill}
          title={isStill ? 'Paused and archived triggers do not fire' : undefined}
          onClick={() => setDialog('fire')}
        >
          Fire now
        </Button>
      )}
      {mayManage && !trigger.archived && (
        <Button
          variant="default"
          leftSection={trigger.enabled ? <Pause size={15} /> : <Play size={15} />}
          loading={acts.set.isPending}
          onClick={() => acts.set.mutate(trigger.enabled ? 'pause' : 'resume')}
        >
          {trigger.enabled ? 'Pause' : 'Resume'}
        </Button>
      )}
      {mayManage && (
        <ButtonLink
          to="/triggers/$id/edit"
          params={{ id: trigger.id }}
          variant="default"
          leftSection={<Pencil size={15} />}
        >
          Edit
        </ButtonLink>
      )}
      <AsCurl of={trigger} />
      <MoreMenu>
        <Menu.Item
          leftSection={<FlaskConical size={15} />}
          renderRoot={(props) => <Link to="/test-bench" search={{ trigger: trigger.id }} {...props} />}
        >
          Try in the test bench
        </Menu.Item>
        {mayManage && (
          <>
            <Menu.Item
              leftSection={<Copy size={15} />}
              renderRoot={(props) => <Link to="/triggers/new" search={{ copy: trigger.id }} {...props} />}
            >
              Make a copy
            </Menu.Item>
            {trigger.archived ? (
              <Menu.Item
                leftSection={<ArchiveRestore size={15} />}
                onClick={() => acts.set.mutate('unarchive')}
              >
                Bring back
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<Archive size={15} />} onClick={() => setDialog('archive')}>
                Archive …
              </Menu.Item>
            )}
            <DeleteItem onClick={() => setDialog('delete')} />
          </>
        )}
      </MoreMenu>
      {dialog === 'fire' && <FireDialog trigger={trigger} onClose={close} />}
      <Ask
        opened={dialog === 'archive'}
        title={`Archive ${trigger.name}?`}
        danger
        verb="Archive"
        onClose={close}
        onConfirm={() => acts.set.mutate('archive')}
      >
        It stops firing and leaves the list. It can be brought back; what falls until then is gone.
      </Ask>
      <Ask
        opened={dialog === 'delete'}
        title={`Delete ${trigger.name}?`}
        danger
        verb="Delete"
        onClose={close}
        onConfirm={() => acts.remove.mutate(undefined)}
      >
        It is gone for good, its hook URL with it. Its events stay until their retention ends.
      </Ask>
    </>
  );
}
