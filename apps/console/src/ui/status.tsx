import classes from './status.module.css';

const TONES: Record<string, 'ok' | 'bad' | 'wait' | 'quiet' | 'info'> = {
  delivered: 'ok',
  done: 'ok',
  well: 'ok',
  enabled: 'ok',
  on: 'ok',
  closed: 'ok',
  fired: 'ok',
  added: 'ok',
  dead: 'bad',
  failed: 'bad',
  'not well': 'bad',
  open: 'bad',
  'circuit open': 'bad',
  missed: 'bad',
  lost: 'bad',
  'gone quiet': 'bad',
  pending: 'wait',
  paused: 'wait',
  running: 'info',
  half_open: 'wait',
  recorded: 'quiet',
};

/** A state as a word in a colour; the word says it all, for whom colours say nothing. */
export function Status({ of: state }: { of: string }) {
  return (
    <span className={`${classes.status} ${classes[TONES[state] ?? 'quiet']}`}>
      {state.replaceAll('_', ' ')}
    </span>
  );
}
