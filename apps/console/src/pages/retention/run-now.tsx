import { Button } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import { useMay } from '../../app/me';
import { useAct } from '../../ui/use-act';
import { duration } from '../../ui/time';

/** Does what is due now, rather than within the minute. */
export function RunNow() {
  const may = useMay('manage');
  const run = useAct(() => answerOf(client.POST('/retention/run')), {
    done: ({ archived, deleted, partitions_dropped, duration_ms, more }) =>
      `${archived.toLocaleString('en')} archived, ${deleted.toLocaleString('en')} deleted, ${partitions_dropped} slices dropped in ${duration(duration_ms)}${more ? '; there is more: run it again' : ''}.`,
    changes: ['/retention'],
  });
  return (
    <Button variant="default" disabled={!may} loading={run.isPending} onClick={() => run.mutate(undefined)}>
      Run now
    </Button>
  );
}
