import { SCHEMA_OF_SCHEMAS } from '../../../ui/schema-of-schemas';
import { JsonField } from './json-field';

interface Props {
  value: string;
  error: string | undefined;
  onChange: (text: string) => void;
  minHeight?: number;
}

/** The JSON Schema of a payload, checked for being one as one types. */
export const SchemaField = (props: Props) => (
  <JsonField
    label="Payload schema"
    description="A JSON Schema (2020-12) of it; empty: anything goes."
    schema={SCHEMA_OF_SCHEMAS}
    {...props}
  />
);
