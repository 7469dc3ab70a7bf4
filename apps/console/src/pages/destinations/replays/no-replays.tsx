import { curl } from '../../../ui/curl';
import { NothingYet } from '../../../ui/nothing-yet';
import { TextLink } from '../../../ui/text-link';

/** Nothing was replayed yet: what a replay is, and where one begins. */
export function NoReplays() {
  return (
    <NothingYet
      title="No replay yet"
      text={
        <>
          A replay sends many events again, at a rate. One for what did not arrive begins at the dead letters
          of a <TextLink to="/destinations">destination</TextLink>. It is forgotten a month after it ended.
        </>
      }
      curl={curl('POST', '/events/replay', { filter: { status: 'dead' }, dry_run: true })}
    />
  );
}
