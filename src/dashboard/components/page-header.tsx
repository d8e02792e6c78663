import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { DocsLink } from './docs-link.js';

interface PageHeaderProps {
  readonly title: string;
  /** The documentation's page of it. */
  readonly docs?: string;
  readonly children?: ReactNode;
  /** Buttons, at the right. */
  readonly actions?: ReactNode;
}

export function PageHeader({ title, docs, children, actions }: PageHeaderProps) {
  return (
    <Group justify="space-between" align="flex-start" mb="lg">
      <Stack gap={4}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {children !== undefined && (
          <Text size="sm" c="dimmed" maw={720}>
            {children}
          </Text>
        )}
        {docs !== undefined && <DocsLink page={docs}>About {title.toLowerCase()}</DocsLink>}
      </Stack>
      <Group gap="xs">{actions}</Group>
    </Group>
  );
}
