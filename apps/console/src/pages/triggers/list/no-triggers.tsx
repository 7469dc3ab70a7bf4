import { useMay } from '../../../app/me';
import { useViewerZone } from '../../../app/viewer-zone';
import { curl } from '../../../ui/curl';
import { NothingYet } from '../../../ui/nothing-yet';
import { TemplateLinks } from '../template-links';
import { templatesIn } from '../templates';

/** Nothing is there yet: what a trigger is, and some to start from. */
export function NoTriggers() {
  const { zone } = useViewerZone();
  const may = useMay('manage');
  const templates = templatesIn(zone);
  return (
    <NothingYet
      title="No trigger yet"
      text={`A trigger says what fires, when, and where its events go. ${may ? 'Start from one of these; each can be changed before it is made.' : 'Making one needs the scope manage, which you do not have.'}`}
      curl={curl('POST', '/triggers', templates[0]!.body)}
    >
      {may && <TemplateLinks templates={templates} cols={{ base: 1, xs: 2 }} />}
    </NothingYet>
  );
}
