import { Card, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './template-links.module.css';
import type { Template } from './templates';

/** Templates to start from, each a link to the form that it fills in. */
export function TemplateLinks({ templates, chosen }: { templates: Template[]; chosen?: string | undefined }) {
  return (
    <SimpleGrid
      component="nav"
      aria-label="Templates"
      cols={{ base: 1, xs: 2, md: 3, lg: 5 }}
      spacing="xs"
      mb="md"
    >
      {templates.map(({ id, title, about }) => (
        <Card
          key={id}
          withBorder
          p="sm"
          className={classes.card}
          aria-current={id === chosen ? 'true' : undefined}
          renderRoot={(props) => <Link to="/triggers/new" search={{ template: id }} {...props} />}
        >
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="xs" c="dimmed">
            {about}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}
