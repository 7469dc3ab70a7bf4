import { Button, Container } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Failure } from '../ui/failure';

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Container py="xl" size="sm">
      <Failure of={error} />
      <Button mt="md" onClick={again}>
        Try again
      </Button>
    </Container>
  );
}
