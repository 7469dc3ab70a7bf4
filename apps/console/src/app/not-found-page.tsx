import { Anchor, Container, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function NotFoundPage() {
  return (
    <Container py="xl" size="sm">
      <Title order={1}>There is no such page</Title>
      <Text mt="xs">
        The address may be wrong, or the page has moved.{' '}
        <Anchor renderRoot={(props) => <Link to="/" {...props} />}>To the overview</Anchor>
      </Text>
    </Container>
  );
}
