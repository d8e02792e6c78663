import { useEffect, useState } from 'react';
import { useForm, type DefaultValues, type FieldValues, type UseFormReturn } from 'react-hook-form';

interface Edited {
  readonly id: string;
  readonly etag: string;
}

interface EditForm<Resource, Values extends FieldValues> {
  readonly form: UseFormReturn<Values>;
  /** The state that the form's values were made from: its `etag` goes with the change. */
  readonly base: Resource;
  /** Takes the newest state in place of what was typed. */
  readonly reload: () => void;
}

/**
 * A form for something that others may change meanwhile. It follows the newest state until the user types; from then on
 * it stays with the state that they saw, so that saving it over another one is refused.
 */
export function useEditForm<Resource extends Edited, Values extends FieldValues>(
  newest: Resource,
  toValues: (resource: Resource) => Values,
): EditForm<Resource, Values> {
  const [base, setBase] = useState(newest);
  const form = useForm<Values>({ defaultValues: toValues(newest) as DefaultValues<Values> });
  const { isDirty } = form.formState;
  const reload = () => {
    setBase(newest);
    form.reset(toValues(newest));
  };
  useEffect(() => {
    if (!isDirty && base.etag !== newest.etag) reload();
  }, [isDirty, newest.etag, base.etag]);
  return { form, base, reload };
}
