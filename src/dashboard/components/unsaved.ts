import { useBlocker, type ShouldBlockFn } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { ask } from './confirm.js';
import { isLeft } from './is-left.js';

/** Something that is lost where its place is left. */
interface Unsaved {
  readonly isUnsaved: () => boolean;
  /** Afterwards there is nothing unsaved. */
  readonly discard: () => void;
  readonly title: string;
  /** What is lost. */
  readonly text: string;
  /** Search parameters that may change without it. */
  readonly beside?: readonly string[];
}

/** What the page holds of it. */
const known = new Set<() => Unsaved>();
let asked: Promise<boolean> | null = null;

/** Asks once, whatever there is to lose, and not where that is nothing. */
async function mayLeave(left: readonly Unsaved[]): Promise<boolean> {
  const unsaved = left.filter(({ isUnsaved }) => isUnsaved());
  const [first] = unsaved;
  if (first !== undefined) {
    const text = [...new Set(unsaved.map((each) => each.text))].join(' ');
    asked ??= ask({ title: first.title, text, confirm: 'Discard', cancel: 'Stay here' }).finally(() => (asked = null));
    if (!(await asked)) return false;
  }
  for (const { discard } of left) discard();
  return true;
}

const onPage = () => [...known].map((get) => get());

function leaveAll(left: readonly Unsaved[], leave: () => void): void {
  void mayLeave(left).then((may) => may && leave());
}

/** Does what all is lost by that the page holds, such as signing out, where it may be. */
export function leavePage(leave: () => void): void {
  leaveAll(onPage(), leave);
}

const shouldBlockFn: ShouldBlockFn = async ({ current, next }) =>
  !(await mayLeave(onPage().filter(({ beside = [] }) => isLeft(beside, current, next))));

const hasUnsaved = () => onPage().some(({ isUnsaved }) => isUnsaved());

/**
 * Asks before something is lost: by a link, by the browser's back, where its panel is closed or the page.
 *
 * @returns does what takes it off the page and is no place of its own, such as closing a dialog, where it may
 */
export function useUnsaved(unsaved: Unsaved): (leave: () => void) => void {
  const get = useEffectEvent(() => unsaved);
  useEffect(() => {
    const entry = () => get();
    known.add(entry);
    return () => {
      known.delete(entry);
    };
  }, []);
  // One for each: the first asks for all, and there is none where nothing can be lost.
  useBlocker({ shouldBlockFn, enableBeforeUnload: hasUnsaved });
  return (leave) => leaveAll([unsaved], leave);
}

type Form<Values extends FieldValues> = Pick<UseFormReturn<Values>, 'subscribe' | 'reset' | 'formState'>;

/** As `useUnsaved`, of what was typed into a form and not saved, or reset, since. */
export function useUnsavedForm<Values extends FieldValues>(
  form: Form<Values>,
  beside?: readonly string[],
): (leave: () => void) => void {
  const { subscribe, formState } = form;
  // What the last render knew is too old where a form is saved and left in one go.
  const isDirty = useRef(formState.isDirty);
  useEffect(
    () =>
      subscribe({
        formState: { isDirty: true },
        callback: (state) => {
          isDirty.current = state.isDirty ?? isDirty.current;
        },
      }),
    [subscribe],
  );
  return useUnsaved({
    isUnsaved: () => isDirty.current,
    discard: () => form.reset(),
    title: 'Discard changes?',
    text: 'What you typed is not saved.',
    ...(beside && { beside }),
  });
}

/** Once its values are saved, there is nothing to lose in a form. */
export function markSaved<Values extends FieldValues>(form: Pick<UseFormReturn<Values>, 'reset' | 'getValues'>): void {
  form.reset(form.getValues());
}
