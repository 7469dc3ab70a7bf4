import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent } from 'react';
import { useRef } from 'react';
import { useMay } from '../../../app/me';
import { faultsOf } from '../../../api/problem';
import type { Destination } from '../../../api/types';
import { ButtonLink } from '../../../ui/button-link';
import { Failure } from '../../../ui/failure';
import { LeaveGuard } from '../../../ui/leave-guard';
import { Section } from '../../../ui/section';
import { useAct } from '../../../ui/use-act';
import { CredentialsFields } from './credentials-fields';
import { LimitsFields } from './limits-fields';
import { PlaceFields } from './place-fields';
import { TemplateField } from './template-field';
import { useDestinationForm } from './use-destination-form';
import type { DestinationValues } from './values';

interface Props<Saved> {
  first: DestinationValues;
  /** The destination that is edited; a new one without. */
  saved?: Destination;
  save: (values: DestinationValues) => Promise<Saved>;
  onSaved: (saved: Saved) => void;
  verb: string;
}

/** A destination to be made or changed. What the api refuses is told at the fields that it means. */
export function DestinationForm<Saved>({ first, saved, save, onSaved, verb }: Props<Saved>) {
  const form = useDestinationForm(first);
  const may = useMay('manage');
  const done = useRef(false);
  const saving = useAct(save, {
    quiet: true,
    changes: ['/destinations'],
    onDone: (answer) => {
      done.current = true;
      onSaved(answer);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(form.values, { onError: form.refuse });
  };
  const untold = Object.keys(faultsOf(saving.error)).length === 0; // else it goes with the last fault at a field
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={() => form.dirty && !done.current} />
      <Stack maw={980}>
        <Section title="Where it is">
          <PlaceFields form={form} saved={saved} />
        </Section>
        {form.values.kind === 'http' && (
          <Section title="What goes along">
            <CredentialsFields form={form} kept={saved?.auth ? authInWords(saved.auth) : undefined} />
          </Section>
        )}
        <Section title="What is sent">
          <TemplateField form={form} />
        </Section>
        <Section title="How it is tried">
          <LimitsFields form={form} />
        </Section>
        {(untold || Object.keys(form.faults).length > 0) && <Failure of={saving.error} />}
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={!may}>
            {verb}
          </Button>
          {saved ? (
            <ButtonLink to="/destinations/$id" params={{ id: saved.id }} variant="default">
              Cancel
            </ButtonLink>
          ) : (
            <ButtonLink to="/destinations" variant="default">
              Cancel
            </ButtonLink>
          )}
        </Group>
      </Stack>
    </form>
  );
}

const authInWords = ({ type, username }: NonNullable<Destination['auth']>): string =>
  type === 'bearer' ? 'a bearer token' : `user ${username}`;
