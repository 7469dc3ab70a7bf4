import { ActionIcon, AppShell, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import {
  Archive,
  CalendarDays,
  FlaskConical,
  LayoutDashboard,
  ListTree,
  Settings,
  Webhook,
  Zap,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { SkipLink } from './skip-link';
import { ViewerMenu } from './viewer-menu';
import { ProjectMenu } from './project-menu';
import classes from './shell.module.css';

const PAGES = [
  { to: '/', label: 'Overview', icon: LayoutDashboard },
  { to: '/triggers', label: 'Triggers', icon: Zap },
  { to: '/test-bench', label: 'Test bench', icon: FlaskConical },
  { to: '/events', label: 'Events', icon: ListTree },
  { to: '/destinations', label: 'Destinations', icon: Webhook },
  { to: '/calendar', label: 'Calendar', icon: CalendarDays },
  { to: '/retention', label: 'Retention', icon: Archive },
  { to: '/settings', label: 'Settings', icon: Settings },
] as const;

/** What stands around every page: where one is, where one can go, who one is. */
export function Shell() {
  const [open, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const main = useRef<HTMLElement>(null);
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <SkipLink to={main} />
      <AppShell.Header className={classes.header}>
        <Group gap="sm" wrap="nowrap">
          <Burger
            hiddenFrom="sm"
            size="sm"
            opened={open}
            onClick={toggle}
            aria-label="Navigation"
            aria-expanded={open}
          />
          <Link to="/" className={classes.brand} aria-label="Event Trigger Platform">
            <ActionIcon component="span" variant="filled" color="indigo" size="md" aria-hidden>
              <Zap size={16} />
            </ActionIcon>
            <Text component="span" fw={650} visibleFrom="xs">
              Event Trigger Platform
            </Text>
          </Link>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <ProjectMenu />
          <ViewerMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label="Pages">
        <ScrollArea type="auto">
          {PAGES.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={label}
              leftSection={<Icon size={17} aria-hidden />}
              active={to === '/' ? path === '/' : path.startsWith(to)}
              aria-current={(to === '/' ? path === '/' : path.startsWith(to)) ? 'page' : undefined}
              className={classes.link}
            />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
