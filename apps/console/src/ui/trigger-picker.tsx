import { $api } from '../api/client';
import type { Trigger } from '../api/types';
import { NamePicker, type Named, type PickerProps } from './name-picker';

const MOST = 20;

const TRIGGERS: Named<Trigger> = {
  what: 'trigger',
  nameOf: ({ name }) => name,
  useOne: (id) =>
    $api.useQuery(
      'get',
      '/triggers/{id}',
      { params: { path: { id: id ?? '' } } },
      { enabled: id !== undefined },
    ),
  useFound: (q) =>
    $api.useQuery(
      'get',
      '/triggers',
      { params: { query: { limit: MOST, archived: 'all', ...(q !== undefined && { q }) } } },
      { placeholderData: (before) => before },
    ),
};

/** Finds a trigger by its name. */
export const TriggerPicker = (props: PickerProps) => <NamePicker of={TRIGGERS} {...props} />;
