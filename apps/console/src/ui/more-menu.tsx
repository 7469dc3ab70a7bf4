import { ActionIcon, Menu } from '@mantine/core';
import { Ellipsis, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  width?: number;
  loading?: boolean;
  /** Its items. */
  children: ReactNode;
}

/** What is done with a thing now and then, behind three dots. */
export function MoreMenu({ width = 220, loading = false, children }: Props) {
  return (
    <Menu position="bottom-end" shadow="md" width={width}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More" loading={loading}>
          <Ellipsis size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** The item that deletes, after a question. */
export function DeleteItem({ onClick }: { onClick: () => void }) {
  return (
    <Menu.Item c="var(--mantine-color-error)" leftSection={<Trash2 size={15} />} onClick={onClick}>
      Delete …
    </Menu.Item>
  );
}
