import { Card, SimpleGrid, Text, type SimpleGridProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './template-links.module.css';
import type { Template } from './templates';

interface Props {
  templates: Template[];
  cols?: NonNullable<SimpleGridProps['cols']>;
}

const WIDE = { base: 1, xs: 2, md: 3, lg: 5 };

/** Templates to start from, each a link to the form that it fills in. */
export function TemplateLinks({ templates, cols = WIDE }: Props) {
  return (
    <SimpleGrid component="nav" aria-label="Templates" cols={cols} spacing="xs">
      {templates.map(({ id, title, about }) => (
        <Card
          key={id}
          withBorder
          p="sm"
          className={classes.card}
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
