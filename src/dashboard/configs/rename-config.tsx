import { query } from '../api/client.js';
import type { Config } from '../api/collections.js';
import { ifMatch } from '../api/if-match.js';
import { Rename } from '../components/rename.js';
import { useSaved } from '../components/use-saved.js';

export function RenameConfig({ config }: { config: Config }) {
  const saved = useSaved();
  const update = query.useMutation('patch', '/llmops/api/admin/v1/configs/{id}', {
    onSuccess: ({ name }) => saved(`${name} is saved`),
  });
  return (
    <Rename
      resource={config}
      warning={`Calls that name @config/${config.slug} are refused from then on.`}
      write={update}
      onSave={(body, base, close) =>
        update.mutate({ params: { path: { id: config.id }, header: ifMatch(base) }, body }, { onSuccess: close })
      }
    />
  );
}
