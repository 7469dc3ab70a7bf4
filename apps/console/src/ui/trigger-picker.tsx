import { $api } from '../api/client';
import type { Trigger } from '../api/types';
import { NamePicker, type Named, type PickerProps } from './name-picker';

const MOST = 20;

const TRIGGERS: Named<Trigger> = {
  what: 'trigger',
  nameOf: ({ name }) => name,
  one: (id) => $api.queryOptions('get', '/triggers/{id}', { params: { path: { id } } }),
  found: (q) =>
    $api.queryOptions('get', '/triggers', {
      params: { query: { limit: MOST, archived: 'all', ...(q !== undefined && { q }) } },
    }),
};

/** Finds a trigger by its name. */
export const TriggerPicker = (props: PickerProps) => <NamePicker of={TRIGGERS} {...props} />;
