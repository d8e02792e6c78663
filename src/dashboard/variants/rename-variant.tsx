import { query } from '../api/client.js';
import type { Variant } from '../api/collections.js';
import { ifMatch } from '../api/if-match.js';
import { Rename } from '../components/rename.js';
import { useSaved } from '../components/use-saved.js';

export function RenameVariant({ variant }: { variant: Variant }) {
  const saved = useSaved();
  const update = query.useMutation('patch', '/llmops/api/admin/v1/variants/{id}', {
    onSuccess: ({ name }) => saved(`${name} is saved`),
  });
  return (
    <Rename
      resource={variant}
      write={update}
      onSave={({ name }, base, close) =>
        update.mutate(
          { params: { path: { id: variant.id }, header: ifMatch(base) }, body: { name } },
          { onSuccess: close },
        )
      }
    />
  );
}
