import { notifications } from '@mantine/notifications';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { refetch } from '../api/query-client';
import { explain } from '../api/problem';

interface Options<Answer> {
  /** Said when it is done; nothing without. */
  done?: string | ((answer: Answer) => string);
  /** The paths of the api whose answers have changed by it. */
  changes?: string[];
  onDone?: (answer: Answer) => void;
  /** The form shows the failure itself. */
  quiet?: boolean;
}

/** An act of the viewer: run once, its end said in a notification, what it changed read anew. */
export function useAct<Input, Answer>(
  act: (input: Input) => Promise<Answer>,
  { done, changes = [], onDone, quiet = false }: Options<Answer> = {},
): UseMutationResult<Answer, unknown, Input> {
  return useMutation<Answer, unknown, Input>({
    mutationFn: act,
    onSuccess: (answer) => {
      const text = typeof done === 'function' ? done(answer) : done;
      if (text !== undefined) notifications.show({ message: text, color: 'green' });
      onDone?.(answer);
      return refetch(...changes);
    },
    onError: (failure) => {
      if (quiet) return;
      const { title, text } = explain(failure);
      notifications.show({ title, message: text, color: 'red', autoClose: 8_000 });
    },
  });
}
