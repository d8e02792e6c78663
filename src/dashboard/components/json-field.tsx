import { JsonInput } from '@mantine/core';
import { useController, type Control, type FieldPathByValue, type FieldValues } from 'react-hook-form';
import { toJsonObject } from './json-object.js';

interface JsonFieldProps<Values extends FieldValues> {
  readonly control: Control<Values>;
  readonly name: FieldPathByValue<Values, string>;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
}

/** A JSON object that is written as text. Empty is an object without members. */
export function JsonField<Values extends FieldValues>({ control, name, ...shown }: JsonFieldProps<Values>) {
  const { field, fieldState } = useController({
    control,
    name,
    rules: { validate: (text: string) => toJsonObject(text) !== null || 'This is no JSON object' },
  });
  return (
    <JsonInput
      {...shown}
      ref={field.ref}
      value={field.value}
      onChange={field.onChange}
      error={fieldState.error?.message}
      autosize
      minRows={2}
      maxRows={20}
    />
  );
}
