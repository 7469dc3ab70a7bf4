import { Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useMay } from '../../app/me';
import { ButtonLink } from '../../ui/button-link';
import { CodeBlock } from '../../ui/code-block';
import { curl } from '../../ui/curl';

const RECEIVER = 'http://localhost:9000';
const TRIGGER = { name: 'order placed', trigger_type: 'api', destinations: [{ url: RECEIVER }] };

/** Three steps from nothing to the first webhook, shown until there is a trigger. */
export function FirstVisit() {
  const [mayManage, mayFire] = [useMay('manage'), useMay('fire')];
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }} component="section" aria-labelledby="first-visit">
      <Stack gap="sm" maw={720}>
        <Title order={2} id="first-visit">
          Your first webhook, in three steps
        </Title>
        <List type="ordered" spacing="xs">
          <List.Item>
            Start something that receives it: <code>npm run receiver</code> in a second terminal listens on{' '}
            <code>{RECEIVER}</code> and prints what comes.
          </List.Item>
          <List.Item>
            Make a trigger from a template, or try a draft on the test bench before you save it.
          </List.Item>
          <List.Item>
            Fire it. The event, its delivery and the answer appear under Events as they happen.
          </List.Item>
        </List>
        <Group>
          {mayManage && (
            <ButtonLink to="/triggers/new" search={{ template: 'webhook' }}>
              Start from a template
            </ButtonLink>
          )}
          {mayFire && (
            <ButtonLink to="/test-bench" variant="default">
              Try a draft
            </ButtonLink>
          )}
        </Group>
        {mayManage ? (
          <>
            <Text size="sm" c="dimmed">
              Everything here is an API call that you can make yourself:
            </Text>
            <CodeBlock label="The same on the command line" code={curl('POST', '/triggers', TRIGGER)} />
          </>
        ) : (
          <Text size="sm" c="dimmed">
            Making triggers needs the scope <code>manage</code>, which you do not have.
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
