import { TextInput, type TextInputProps } from '@mantine/core';
import { useViewerZone } from '../app/viewer-zone';
import { fromLocal, toLocal } from './local-time';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** An instant (ISO 8601); empty when there is none. */
  value: string;
  onChange: (instant: string) => void;
}

/** A date and time to choose, in the zone that the viewer sees times in; what comes out is an instant. */
export function InstantInput({ value, onChange, description, ...rest }: Props) {
  const { zone } = useViewerZone();
  const local = value !== '' && !Number.isNaN(Date.parse(value)) ? toLocal(value, zone) : '';
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      step={1}
      description={
        <>
          {description} In {zone}.
        </>
      }
      value={local}
      onChange={(event) => onChange(fromLocal(event.currentTarget.value, zone) ?? '')}
    />
  );
}
