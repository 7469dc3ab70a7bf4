import { Badge, Group } from '@mantine/core';
import type { Trigger } from '../../../api/types';
import { Facts } from '../../../ui/facts';
import { labelTexts } from '../../../ui/labels';
import { Status } from '../../../ui/status';
import { TextLink } from '../../../ui/text-link';
import { When } from '../../../ui/when';
import { stateOf } from '../state';

const TYPES = {
  api: 'by a call (api)',
  scheduled: 'by a schedule (scheduled)',
  'time-based': 'once (time-based)',
};

/** What is known of a trigger; what it does not have is left out. */
export function TriggerFacts({ of: trigger }: { of: Trigger }) {
  const { retention } = trigger;
  return (
    <Facts
      of={{
        State: <Status of={stateOf(trigger)} />,
        Fires: TYPES[trigger.trigger_type],
        'Last fired': <When at={trigger.last_fired_at} none="never" />,
        'Quiet since': trigger.quiet_since === null ? undefined : <When at={trigger.quiet_since} />,
        'Runs of its schedule': runs(trigger),
        Destinations: <Destinations of={trigger.destinations} none="none: its events are only recorded" />,
        Watched:
          trigger.expect_every === null
            ? undefined
            : `alerts when it has not fired for ${trigger.expect_every}`,
        'Alerts go to':
          trigger.alert_destinations.length === 0 ? undefined : (
            <Destinations of={trigger.alert_destinations} none="" />
          ),
        Retention: retention
          ? `archived after ${retention.archive_after}, deleted after ${retention.delete_after}`
          : 'as the project does',
        Labels: Object.keys(trigger.labels).length === 0 ? undefined : <Labels of={trigger.labels} />,
        'External key': trigger.external_key === null ? undefined : <code>{trigger.external_key}</code>,
        Made: <When at={trigger.created_at} />,
        Changed: trigger.updated_at === trigger.created_at ? undefined : <When at={trigger.updated_at} />,
        Id: <code>{trigger.id}</code>,
      }}
    />
  );
}

function runs({ run_count, max_runs, trigger_type }: Trigger): string | undefined {
  if (trigger_type === 'api' && run_count === 0) return undefined;
  const made = run_count.toLocaleString('en');
  return max_runs === null ? made : `${made} of ${max_runs.toLocaleString('en')}`;
}

function Destinations({ of: destinations, none }: { of: Trigger['destinations']; none: string }) {
  if (destinations.length === 0) return none;
  return destinations.map(({ id, name, url }) => (
    <div key={id}>
      <TextLink to="/destinations/$id" params={{ id }} fz="sm" title={url ?? undefined}>
        {name}
      </TextLink>
    </div>
  ));
}

function Labels({ of: labels }: { of: Record<string, string> }) {
  return (
    <Group gap={4}>
      {labelTexts(labels).map((label) => (
        <Badge
          key={label}
          variant="default"
          radius="sm"
          tt="none"
          renderRoot={(props) => <TextLink to="/triggers" search={{ label }} underline="never" {...props} />}
        >
          {label}
        </Badge>
      ))}
    </Group>
  );
}
