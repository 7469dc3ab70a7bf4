import { Button, Container } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { isOutdated } from '../api/problem';
import { Failure } from '../ui/failure';

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    if (isOutdated(error)) return location.reload(); // the page names files that are no more
    reset();
    void router.invalidate();
  };
  return (
    <Container py="xl" size="sm">
      <Failure of={error} />
      <Button mt="md" onClick={again}>
        {isOutdated(error) ? 'Load the page again' : 'Try again'}
      </Button>
    </Container>
  );
}
