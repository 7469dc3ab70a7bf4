import { Collapse, Stack, UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { Trigger, TriggerBody } from '../../../api/types';
import { Failure } from '../../../ui/failure';
import { Section } from '../../../ui/section';
import { useAct } from '../../../ui/use-act';
import { keepDraft } from '../draft';
import { replaceInLists } from '../trigger-lists';
import { AdvancedFields } from './advanced-fields';
import { BasicsFields } from './basics-fields';
import { ChangedMeanwhile, isChangedMeanwhile } from './changed-meanwhile';
import { DestinationsField } from './destinations-field';
import { isAdvanced } from './faults';
import { FormActs } from './form-acts';
import { LeaveGuard } from '../../../ui/leave-guard';
import { PayloadFields } from './payload-fields';
import { hasFaults, Refused } from './refused';
import { ScheduleFields } from './schedule-fields';
import { SchedulePreview } from './schedule-preview';
import { SecretsOnce, withSecrets } from './secrets-once';
import { useSchedulePreview } from './use-schedule-preview';
import { useTriggerForm } from './use-trigger-form';

interface Props {
  start: Partial<TriggerBody>;
  /** The trigger that is edited, with its definition; a new one without. */
  saved?: { id: string; body: TriggerBody };
  known?: Record<string, string>;
  /** Leaving loses it though nothing was typed: a draft from elsewhere. */
  unsaved?: boolean;
  /** `over`: also over what somebody else has changed since. */
  save: (body: TriggerBody, over: boolean) => Promise<Trigger>;
  verb: string;
}

/** A trigger to be made or changed. What the api refuses is told at the fields that it means. */
export function TriggerForm({ start, saved, known = {}, unsaved = false, save, verb }: Props) {
  const form = useTriggerForm(start, unsaved);
  const navigate = useNavigate();
  const explained = useSchedulePreview(form.values, saved);
  // what the api finds wrong with the schedule as one types is shown before anything is sent
  const explaining = { ...form, faults: { ...explained.faults, ...form.faults } };
  const [open, setOpen] = useState(false);
  const done = useRef(false);
  const advanced = useId();
  const saving = useAct(({ body, over }: { body: TriggerBody; over: boolean }) => save(body, over), {
    quiet: true,
    done: ({ name }) => `${name} is saved.`,
    changes: ['/triggers/{id}', '/destinations'],
    onDone: (trigger) => {
      done.current = true;
      replaceInLists(trigger);
      if (withSecrets(trigger).length === 0)
        void navigate({ to: '/triggers/$id', params: { id: trigger.id } });
    },
  });
  if (saving.data && withSecrets(saving.data).length > 0) return <SecretsOnce trigger={saving.data} />;

  const send = (over: boolean) => {
    saving.reset();
    const body = form.check();
    if (body) saving.mutate({ body, over }, { onError: form.refuse });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(false);
  };
  const tryFirst = () => {
    const body = form.check();
    if (!body) return;
    done.current = true; // it goes along
    keepDraft({ ...start, ...body });
    void navigate({ to: '/test-bench', search: { draft: true } });
  };
  const zone = form.values.kind === 'cron' ? form.values.timezone : undefined;
  const isOpen = open || isAdvanced(form.faults);
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={() => form.dirty && !done.current} />
      <Stack maw={1180}>
        <Section title="What it is">
          <BasicsFields form={form} />
        </Section>
        <Section title="When it fires">
          <ScheduleFields form={explaining}>
            {form.values.kind !== 'none' && <SchedulePreview of={explained} zone={zone} />}
          </ScheduleFields>
        </Section>
        <Section title="What it carries">
          <PayloadFields form={form} />
        </Section>
        <Section title="Where its events go">
          <DestinationsField
            legend="Destinations"
            about="Each event goes to all of them, as a signed webhook or into a queue. Without any it is only recorded."
            field="destinations"
            value={form.values.destinations}
            faults={form.faults}
            known={known}
            onChange={(destinations) => form.set({ destinations })}
          />
        </Section>
        <Section
          title="Advanced"
          actions={
            <UnstyledButton
              aria-expanded={isOpen}
              aria-controls={advanced}
              fz="sm"
              c="var(--mantine-color-anchor)"
              onClick={() => setOpen(!isOpen)}
            >
              <ChevronRight
                size={14}
                aria-hidden
                style={{ verticalAlign: -2, rotate: isOpen ? '90deg' : '0deg' }}
              />{' '}
              {isOpen ? 'Hide' : 'Show'} jitter, missed occurrences, bounds, watching, retention
            </UnstyledButton>
          }
        >
          <Collapse expanded={isOpen} id={advanced}>
            <AdvancedFields form={explaining} known={known} />
          </Collapse>
        </Section>
        {Object.keys(form.faults).length > 0 ? (
          <Refused faults={form.faults} />
        ) : saved && isChangedMeanwhile(saving.error) ? (
          <ChangedMeanwhile id={saved.id} onOver={() => send(true)} />
        ) : (
          <Failure of={hasFaults(saving.error) ? null : saving.error} />
        )}
        <FormActs verb={verb} saving={saving.isPending} savedId={saved?.id} onTry={tryFirst} />
      </Stack>
    </form>
  );
}
