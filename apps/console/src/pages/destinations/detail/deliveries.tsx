import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../../api/client';
import type { Delivery } from '../../../api/types';
import { Listed } from '../../../ui/listed';
import { Status } from '../../../ui/status';
import { TextLink } from '../../../ui/text-link';
import { duration } from '../../../ui/time';
import { usePages } from '../../../ui/use-pages';
import { VirtualTable, type Column } from '../../../ui/virtual-table';
import { When } from '../../../ui/when';
import { lastAnswer } from './last-answer';
import { NoDeliveries } from './no-deliveries';

const RENEWAL_MS = 5_000;
const [HEAD, ROW] = [37, 38];

interface Props {
  destinationId: string;
  status?: Delivery['status'] | undefined;
  label: string;
}

/** Deliveries to a destination, newest first; a row leads to its event, which has all about it. */
export function Deliveries({ destinationId, status, label }: Props) {
  const navigate = useNavigate();
  const filter = { destination_id: destinationId, ...(status && { status }) };
  const deliveries = usePages<Delivery>(
    ['get', '/deliveries', filter],
    (cursor, signal) => {
      const query = { ...filter, limit: 50, ...(cursor !== undefined && { cursor }) };
      return answerOf(client.GET('/deliveries', { params: { query }, signal }));
    },
    { renewal: RENEWAL_MS },
  );
  return (
    <Listed of={deliveries} empty={<NoDeliveries to={destinationId} status={status} />}>
      <VirtualTable
        label={label}
        columns={status === 'dead' ? OF_THE_DEAD : COLUMNS}
        rows={deliveries.rows}
        keyOf={({ id }) => id}
        onOpen={({ event_id: id }) => void navigate({ to: '/events/$id', params: { id } })}
        onEnd={deliveries.more}
        loadingMore={deliveries.isFetchingNextPage}
        height={`min(${HEAD + ROW * deliveries.rows.length}px, 480px, 60dvh)`}
      />
    </Listed>
  );
}

const COLUMNS: Column<Delivery>[] = [
  {
    id: 'made',
    header: 'Made',
    width: '110px',
    cell: ({ event_id, created_at }) => (
      <TextLink to="/events/$id" params={{ id: event_id }} tabIndex={-1} fz={13.5}>
        <When at={created_at} />
      </TextLink>
    ),
  },
  { id: 'status', header: 'Status', width: '104px', cell: ({ status }) => <Status of={status} /> },
  { id: 'tries', header: 'Tries', width: '64px', cell: ({ attempts }) => attempts.length },
  {
    id: 'answer',
    header: 'Last answer',
    width: 'minmax(120px, 1fr)',
    cell: ({ attempts }) => (
      <span title={lastAnswer(attempts)}>{attempts.length > 0 ? lastAnswer(attempts) : '–'}</span>
    ),
  },
  {
    id: 'took',
    header: 'Took',
    width: '84px',
    wideOnly: true,
    cell: ({ attempts }) => duration(attempts.at(-1)?.duration_ms),
  },
  {
    id: 'next',
    header: 'Next try',
    width: '100px',
    wideOnly: true,
    // one that is due waits for its turn, or for its circuit
    cell: ({ next_attempt_at: at }) =>
      at !== null && Date.parse(at) <= Date.now() ? 'due' : <When at={at} />,
  },
];

/** They have no next try. */
const OF_THE_DEAD = COLUMNS.filter(({ id }) => id !== 'next' && id !== 'status');
