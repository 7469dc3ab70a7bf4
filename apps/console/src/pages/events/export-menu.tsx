import { Button, Menu, Text } from '@mantine/core';
import { Download, Square } from 'lucide-react';
import { bytesInWords } from '../../ui/bytes';
import { writesToDisk } from './export-file';
import type { EventSearch } from './filter';
import { useExport } from './use-export';

/** Saves all events that the filter means, as a file. */
export function ExportMenu({ search }: { search: EventSearch }) {
  const { bytes, begin, stop } = useExport(search);
  if (bytes !== undefined)
    return (
      <Button
        size="xs"
        variant="default"
        onClick={stop}
        title="An export is under way, of the filter that it began with"
        leftSection={<Square size={13} />}
      >
        {bytesInWords(bytes)}: stop
      </Button>
    );
  return (
    <Menu position="bottom-end" shadow="md" width={260}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<Download size={14} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All events of this filter</Menu.Label>
        <Menu.Item onClick={() => begin('ndjson')}>NDJSON: one JSON object a line</Menu.Item>
        <Menu.Item onClick={() => begin('csv')}>CSV: a table</Menu.Item>
        {!writesToDisk() && (
          <Text size="xs" c="dimmed" p="xs">
            This browser keeps all of it in memory before it saves it: for millions of events use curl.
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
