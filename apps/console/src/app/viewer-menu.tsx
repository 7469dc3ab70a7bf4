import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useRouter, type AnyRouter } from '@tanstack/react-router';
import { CircleUser, Clock, Globe, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { client } from '../api/client';
import { session } from '../api/session';
import { useMe } from './me';
import { useViewerZone } from './viewer-zone';

const SCHEMES = [
  { value: 'auto', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

/** Who is signed in, and how they like to see things. */
export function ViewerMenu() {
  const me = useMe();
  const router = useRouter();
  const { zone, utc, setUtc, exact, setExact } = useViewerZone();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon size="lg" aria-label="You and your view">
          <CircleUser size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me?.kind === 'operator' ? 'Nobody signs in here (AUTH=off)' : `Signed in as ${me?.name}`}
        </Menu.Label>
        <Menu.Item leftSection={<Globe size={16} />} onClick={() => setUtc(!utc)} closeMenuOnClick={false}>
          {utc ? 'Times in UTC; show yours' : `Times in ${zone}; show UTC`}
        </Menu.Item>
        <Menu.Item
          leftSection={<Clock size={16} />}
          onClick={() => setExact(!exact)}
          closeMenuOnClick={false}
        >
          {exact ? 'Times exact; show how far off' : 'Times as how far off; show exact'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            aria-current={colorScheme === value || undefined} // an item of this menu is no radio, whatever role it is given
            onClick={() => setColorScheme(value)}
            {...(colorScheme === value && { rightSection: '✓' })}
          >
            {label}
          </Menu.Item>
        ))}
        {me?.kind === 'user' && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<LogOut size={16} />} onClick={() => void signOut(router)}>
              Sign out
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Leaves the page first, which asks when something on it is not saved. */
async function signOut(router: AnyRouter): Promise<void> {
  await router.navigate({ to: '/sign-in' });
  if (router.state.location.pathname !== '/sign-in') return;
  const tokens = session.tokens();
  if (tokens)
    await client
      .POST('/auth/logout', { body: { refresh_token: tokens.refresh_token } })
      .catch(() => undefined);
  session.end('signed-out');
}
