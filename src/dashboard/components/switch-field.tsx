import { Switch } from '@mantine/core';
import { useController, type Control, type FieldPathByValue, type FieldValues } from 'react-hook-form';

interface SwitchFieldProps<Values extends FieldValues> {
  readonly control: Control<Values>;
  readonly name: FieldPathByValue<Values, boolean>;
  readonly label: string;
  readonly description?: string;
}

/** A switch of a form. It holds its own state, so the form must own it. */
export function SwitchField<Values extends FieldValues>({ control, name, ...shown }: SwitchFieldProps<Values>) {
  const { field } = useController({ control, name });
  return (
    <Switch
      {...shown}
      ref={field.ref}
      checked={field.value}
      onChange={(event) => field.onChange(event.currentTarget.checked)}
    />
  );
}
