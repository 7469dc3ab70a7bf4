import { ActionIcon, Kbd, Modal, Table, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Keyboard } from 'lucide-react';
import { useKeys } from '../../ui/use-keys';
import classes from './events.module.css';

const KEYS = [
  ['j', 'k', 'down and up'],
  ['Home', 'End', 'to the newest, to the oldest so far'],
  ['Enter', undefined, 'open the event'],
  ['x', undefined, 'select it for comparing'],
  ['/', undefined, 'search'],
  ['p', undefined, 'pause, and go on'],
  ['n', undefined, 'show what is new'],
  ['?', undefined, 'these keys'],
] as const;

/** The keys of the table: `?`, or the button. */
export function KeysHelp() {
  const [opened, { open, close }] = useDisclosure();
  useKeys({ '?': open });
  return (
    <>
      <Tooltip label="Keys (?)">
        <ActionIcon onClick={open} aria-label="Keys" size="lg" visibleFrom="sm">
          <Keyboard size={18} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={opened} onClose={close} title="Keys" size="sm">
        <Table>
          <Table.Tbody>
            {KEYS.map(([key, other, what]) => (
              <Table.Tr key={key}>
                <Table.Td>
                  <Kbd className={classes.key}>{key}</Kbd>{' '}
                  {other && <Kbd className={classes.key}>{other}</Kbd>}
                </Table.Td>
                <Table.Td>{what}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}
