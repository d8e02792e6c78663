import { ActionIcon, Code, Group, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';

interface CopyTextProps {
  readonly text: string;
  readonly label: string;
  readonly onCopied?: () => void;
}

/** A text to paste elsewhere, and a button that copies it. */
export function CopyText({ text, label, onCopied }: CopyTextProps) {
  const { copied, copy } = useClipboard();
  const tell = useEffectEvent(() => onCopied?.());
  useEffect(() => {
    if (copied) tell();
  }, [copied]);
  return (
    <Group gap={4} wrap="nowrap">
      <Code>{text}</Code>
      <Tooltip label={copied ? 'Copied' : `Copy ${label}`}>
        <ActionIcon variant="subtle" size="sm" aria-label={`Copy ${label}`} onClick={() => copy(text)}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
