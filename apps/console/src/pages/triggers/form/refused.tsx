import { Alert } from '@mantine/core';
import { faultsOf } from '../../../api/problem';
import type { Faults } from '../../../ui/faults';

/** Whether the api said what is wrong field by field: the fields show it, as long as they are not changed. */
export const hasFaults = (failure: unknown): boolean => Object.keys(faultsOf(failure)).length > 0;

/** Says beside the button that something is wrong above; all of it, for a fault that no field stands for. */
export function Refused({ faults }: { faults: Faults }) {
  const count = Object.keys(faults).length;
  return (
    <Alert
      role="alert"
      color="red"
      title={`Not saved: ${count === 1 ? 'one thing is' : `${count} things are`} wrong`}
    >
      <ul>
        {Object.entries(faults).map(([pointer, detail]) => (
          <li key={pointer}>
            <code>{pointer.slice(1) || 'trigger'}</code> {detail}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
