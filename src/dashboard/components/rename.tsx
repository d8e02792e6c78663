import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Dialog } from './dialog.js';
import { SaveProblem } from './save-problem.js';
import { markSaved } from './unsaved.js';
import { useEditForm } from './use-edit-form.js';

interface Named {
  readonly id: string;
  readonly etag: string;
  readonly name: string;
  /** Where callers name it by one. */
  readonly slug?: string;
}

export interface Names {
  name: string;
  slug?: string;
}

interface RenameProps<Resource extends Named> {
  readonly resource: Resource;
  /** What it is for callers that the slug is another one. */
  readonly warning?: string;
  readonly write: { readonly error: unknown; readonly isPending: boolean; readonly reset: () => void };
  /** @param base the state that was changed */
  readonly onSave: (names: Names, base: Resource, close: () => void) => void;
}

/** A button, and the dialog in which something gets another name. */
export function Rename<Resource extends Named>({ resource, warning, write, onSave }: RenameProps<Resource>) {
  const [isOpen, { open, close }] = useDisclosure();
  const { form, base, reload, leave } = useEditForm<Resource, Names>(resource, ({ name, slug }) => ({
    name,
    ...(slug !== undefined && { slug }),
  }));
  const { errors, dirtyFields } = form.formState;
  const begin = () => {
    reload();
    write.reset();
    open();
  };
  const loadNewest = () => {
    reload();
    write.reset();
  };
  const submit = form.handleSubmit((names) =>
    onSave(names, base, () => {
      markSaved(form);
      close();
    }),
  );
  return (
    <>
      <Button variant="default" onClick={begin}>
        Rename
      </Button>
      <Dialog opened={isOpen} onClose={() => leave(close)} title={`Rename ${resource.name}`}>
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack>
            <TextInput
              label="Name"
              data-autofocus
              {...form.register('name', { required: 'A name is needed' })}
              error={errors.name?.message}
            />
            {resource.slug !== undefined && (
              <TextInput
                label="Slug"
                {...form.register('slug', { required: 'A slug is needed' })}
                error={errors.slug?.message}
              />
            )}
            {dirtyFields.slug === true && warning !== undefined && <Alert color="yellow" title={warning} />}
            <SaveProblem error={write.error} onReload={loadNewest} />
            <Group justify="flex-end">
              <Button type="submit" loading={write.isPending}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
