import { $api } from '../api/client';
import type { Destination } from '../api/types';
import { NamePicker, type Named, type PickerProps } from './name-picker';

const MOST = 20;

const DESTINATIONS: Named<Destination> = {
  what: 'destination',
  nameOf: ({ name, url, queue }) => name || (url ?? queue ?? ''),
  one: (id) => $api.queryOptions('get', '/destinations/{id}', { params: { path: { id } } }),
  found: (q) =>
    $api.queryOptions('get', '/destinations', {
      params: { query: { limit: MOST, ...(q !== undefined && { q }) } },
    }),
};

/** Finds a destination by its name or address. */
export const DestinationPicker = (props: PickerProps) => <NamePicker of={DESTINATIONS} {...props} />;
