import { $api } from '../api/client';
import type { Destination } from '../api/types';
import { NamePicker, type Named, type PickerProps } from './name-picker';

const MOST = 20;

const DESTINATIONS: Named<Destination> = {
  what: 'destination',
  nameOf: ({ name, url, queue }) => name || (url ?? queue ?? ''),
  useOne: (id) =>
    $api.useQuery(
      'get',
      '/destinations/{id}',
      { params: { path: { id: id ?? '' } } },
      { enabled: id !== undefined },
    ),
  useFound: (q) =>
    $api.useQuery(
      'get',
      '/destinations',
      { params: { query: { limit: MOST, ...(q !== undefined && { q }) } } },
      { placeholderData: (before) => before },
    ),
};

/** Finds a destination by its name or address. */
export const DestinationPicker = (props: PickerProps) => <NamePicker of={DESTINATIONS} {...props} />;
