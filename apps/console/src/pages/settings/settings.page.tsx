import { Alert, Tabs } from '@mantine/core';
import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { useMe } from '../../app/me';
import { inPlace } from '../../ui/in-place';
import { PageHeader } from '../../ui/page-header';
import { Alerts } from './alerts';
import { ApiKeys } from './api-keys';
import { Audit } from './audit';
import { Projects } from './projects';
import { Users } from './users';
import { You } from './you';

export const route = createLazyRoute('/shell/settings')({ component: Settings });

const TABS = [
  { value: 'keys', label: 'API keys', scope: 'admin', Panel: ApiKeys },
  { value: 'users', label: 'Users', scope: 'admin', Panel: Users },
  { value: 'projects', label: 'Projects', scope: 'admin', Panel: Projects },
  { value: 'audit', label: 'Audit log', scope: 'admin', Panel: Audit },
  { value: 'alerts', label: 'Alerts', scope: 'read', Panel: Alerts },
  { value: 'you', label: 'You', scope: undefined, Panel: You },
] as const;

/** Only what the viewer may see is there. */
function Settings() {
  const me = useMe();
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  const open = TABS.filter(({ scope }) => scope === undefined || me?.scopes.includes(scope));
  const shown = open.find(({ value }) => value === tab) ?? open[0];
  return (
    <>
      <PageHeader title="Settings" about="Who may do what, who did what, and where alerts go." />
      {me?.kind === 'operator' && (
        <Alert mb="md" title="Nobody signs in here">
          This installation runs with AUTH=off, so everybody who can reach it may do everything. Users and
          keys that you make now are used once it runs with AUTH=on.
        </Alert>
      )}
      <Tabs
        keepMounted={false}
        value={shown?.value ?? null}
        onChange={(value) =>
          void navigate({ to: '/settings', search: { tab: value ?? undefined }, ...inPlace })
        }
      >
        <Tabs.List mb="md">
          {open.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {open.map(({ value, Panel }) => (
          <Tabs.Panel key={value} value={value}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
