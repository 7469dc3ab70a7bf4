import { Text } from '@mantine/core';
import { useMay } from '../../app/me';
import { writeSearch } from '../../app/search-text';
import { ButtonLink } from '../../ui/button-link';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { countOf, queryOf, type EventSearch } from './filter';

/** Why there is nothing, and what to do. */
export function NoEvents({ search }: { search: EventSearch }) {
  const may = useMay('fire');
  if (countOf(search) > 0)
    return (
      <NothingYet
        title="No event fits"
        text="None of those that are kept is among those you filter for. Archived ones are only shown when asked for, and events are deleted when their retention ends."
        curl={curl('GET', `/events${writeSearch(flatQuery(search))}`)}
      >
        <ButtonLink to="/events" variant="default" w="fit-content">
          Show all
        </ButtonLink>
      </NothingYet>
    );
  return (
    <NothingYet
      title="No event yet"
      text={
        <>
          Every firing of a trigger makes one event. It appears here at once.{' '}
          <Text span c="dimmed">
            Older ones may be in the archive.
          </Text>
        </>
      }
      curl={curl('POST', '/events', { payload: { hello: 'world' } })}
    >
      {may && (
        <ButtonLink to="/test-bench" w="fit-content">
          Fire one on the test bench
        </ButtonLink>
      )}
    </NothingYet>
  );
}

/** The filter as it stands in the query of `GET /events`. */
function flatQuery(search: EventSearch): Record<string, unknown> {
  const { payload, within: _, ...query } = queryOf(search, Date.now());
  return { ...query, ...payload };
}
