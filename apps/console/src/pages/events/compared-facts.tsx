import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EventWithDeliveries } from '../../api/types';
import { labelTexts } from '../../ui/labels';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { duration } from '../../ui/time';
import { When } from '../../ui/when';
import { nameOf } from './event-row';
import classes from './compare.module.css';

type Fact = [
  name: string,
  shown: (event: EventWithDeliveries) => ReactNode,
  told: (event: EventWithDeliveries) => string,
];

const FACTS: Fact[] = [
  ['Trigger', nameOf, nameOf],
  ['Source', ({ source }) => source, ({ source }) => source],
  ['Status', ({ status }) => <Status of={status} />, ({ status }) => status],
  ['Fired', ({ fired_at }) => <When at={fired_at} />, () => 'never the same'],
  ['Scheduled for', (event) => <When at={event.scheduled_for} />, (event) => event.scheduled_for ?? ''],
  ['Lag', ({ lag_ms }) => duration(lag_ms), ({ lag_ms }) => String(lag_ms)],
  [
    'Labels',
    (event) => labelTexts(event.labels).join(', ') || '–',
    (event) => labelTexts(event.labels).sort().join(),
  ],
  ['Replay of', ({ replay_of }) => replay_of ?? '–', ({ replay_of }) => replay_of ?? ''],
  ['Deliveries', tries, tries],
  ['Archived', ({ archived }) => yes(archived), ({ archived }) => yes(archived)],
  ['On hold', ({ hold }) => yes(hold), ({ hold }) => yes(hold)],
];

/** The facts of two events, those that differ set in bold and marked. */
export function ComparedFacts({ a, b }: { a: EventWithDeliveries; b: EventWithDeliveries }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Fact</Table.Th>
            {[a, b].map(({ id }, index) => (
              <Table.Th key={index}>
                {index === 0 ? 'First: ' : 'Second: '}
                <TextLink to="/events/$id" params={{ id }} className={classes.id}>
                  {id}
                </TextLink>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {FACTS.map(([name, shown, told]) => {
            const differs = told(a) !== told(b);
            return (
              <Table.Tr key={name} data-differs={differs} className={classes.fact}>
                <Table.Th scope="row">
                  {name}
                  {differs && <span className={classes.mark}> differs</span>}
                </Table.Th>
                <Table.Td>{shown(a)}</Table.Td>
                <Table.Td>{shown(b)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function tries({ deliveries }: EventWithDeliveries): string {
  const attempts = deliveries.reduce((sum, { attempts: list }) => sum + list.length, 0);
  return `${deliveries.length}, in ${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no';
}
