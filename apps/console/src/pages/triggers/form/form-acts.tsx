import { Button, Group } from '@mantine/core';
import { FlaskConical } from 'lucide-react';
import { useMay } from '../../../app/me';
import { ButtonLink } from '../../../ui/button-link';

interface Props {
  /** What saving is called. */
  verb: string;
  saving: boolean;
  /** The trigger that is edited; a new one without. */
  savedId: string | undefined;
  onTry: () => void;
}

/** Saves what is typed, tries it before, or leaves it. */
export function FormActs({ verb, saving, savedId, onTry }: Props) {
  const [mayManage, mayFire] = [useMay('manage'), useMay('fire')];
  return (
    <Group>
      <Button type="submit" loading={saving} disabled={!mayManage}>
        {verb}
      </Button>
      {savedId === undefined && mayFire && (
        <Button
          variant="default"
          leftSection={<FlaskConical size={15} />}
          title="To the test bench with it; nothing is saved"
          onClick={onTry}
        >
          Try it first
        </Button>
      )}
      {savedId === undefined ? (
        <ButtonLink to="/triggers" variant="default">
          Cancel
        </ButtonLink>
      ) : (
        <ButtonLink to="/triggers/$id" params={{ id: savedId }} variant="default">
          Cancel
        </ButtonLink>
      )}
    </Group>
  );
}
