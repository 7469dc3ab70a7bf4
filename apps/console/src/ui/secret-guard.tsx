import { LeaveGuard } from './leave-guard';

/** Asks before one leaves a secret that is shown this once. */
export function SecretGuard({ isShown }: { isShown: () => boolean }) {
  return (
    <LeaveGuard
      dirty={isShown}
      title="Leave without the secret?"
      text="It is shown this once. Whoever has not stored it can only have it replaced."
    />
  );
}
