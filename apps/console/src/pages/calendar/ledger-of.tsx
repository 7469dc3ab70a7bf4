import { Button, Skeleton, Table, Text } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import { Failure } from '../../ui/failure';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';

/** The ledger of one trigger, latest first. */
export function LedgerOf({ trigger }: { trigger: string }) {
  const path = { id: trigger };
  const ledger = usePages(['get', '/triggers/{id}/occurrences', trigger], (cursor, signal) =>
    answerOf(
      client.GET('/triggers/{id}/occurrences', { params: { path, query: { limit: 50, cursor } }, signal }),
    ),
  );
  if (ledger.isPending) return <Skeleton height={160} mt="sm" />;
  if (ledger.isError) return <Failure of={ledger.error} />;
  if (ledger.rows.length === 0)
    return (
      <Text size="sm" mt="sm">
        No occurrence has come up yet: nothing has fired, and nothing was missed.
      </Text>
    );
  return (
    <>
      <Table.ScrollContainer minWidth={480} mt="sm">
        <Table verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Occurrence</Table.Th>
              <Table.Th scope="col">Outcome</Table.Th>
              <Table.Th scope="col">Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ledger.rows.map(({ scheduled_for, outcome, reason, event_id }) => (
              <Table.Tr key={scheduled_for}>
                <Table.Td>
                  <When at={scheduled_for} />
                </Table.Td>
                <Table.Td>
                  <Status of={outcome} />
                </Table.Td>
                <Table.Td>
                  {event_id === null ? (
                    reason
                  ) : (
                    <TextLink to="/events/$id" params={{ id: event_id }}>
                      its event
                    </TextLink>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {ledger.hasNextPage && (
        <Button variant="default" size="xs" loading={ledger.isFetchingNextPage} onClick={ledger.more}>
          Earlier ones
        </Button>
      )}
    </>
  );
}
