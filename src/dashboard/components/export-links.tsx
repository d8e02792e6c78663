import { Anchor, Group } from '@mantine/core';
import { Download } from 'lucide-react';

interface ExportLinksProps {
  /** Of the API. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly formats: readonly string[];
}

/** Links and no requests of the page: a large export goes to a file as it arrives. */
export function ExportLinks({ path, query, formats }: ExportLinksProps) {
  return (
    <Group gap={6} wrap="nowrap">
      <Download size={14} aria-hidden />
      {formats.map((format) => (
        <Anchor
          key={format}
          size="xs"
          href={`${path}?${new URLSearchParams({ ...query, format })}`}
          aria-label={`Export as ${format.toUpperCase()}`}
          download
        >
          {format.toUpperCase()}
        </Anchor>
      ))}
    </Group>
  );
}
