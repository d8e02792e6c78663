import { useEffect, useState } from 'react';
import { useForm, type DefaultValues, type FieldValues, type UseFormReturn } from 'react-hook-form';
import { useUnsavedForm } from './unsaved.js';

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
  /** Closes what holds the form, unless what was typed is to be kept. */
  readonly leave: (close: () => void) => void;
}

/**
 * A form for something that others may change meanwhile. It follows the newest state until the user types; from then on
 * it stays with the state that they saw, so that saving it over another one is refused.
 */
export function useEditForm<Resource extends Edited, Values extends FieldValues>(
  newest: Resource,
  toValues: (resource: Resource) => Values,
  /** Search parameters that may change while it is open. */
  beside?: readonly string[],
): EditForm<Resource, Values> {
  const [base, setBase] = useState(newest);
  const form = useForm<Values>({ defaultValues: toValues(newest) as DefaultValues<Values> });
  const { isDirty } = form.formState;
  const leave = useUnsavedForm(form, beside);
  const reload = () => {
    setBase(newest);
    form.reset(toValues(newest));
  };
  useEffect(() => {
    if (!isDirty && base.etag !== newest.etag) reload();
  }, [isDirty, newest.etag, base.etag]);
  return { form, base, reload, leave };
}
