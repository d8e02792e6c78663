import { ActionIcon, Box, Code, CopyButton, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';

interface CodeSampleProps {
  readonly code: string;
  /** What it is, for the button that copies it. */
  readonly label: string;
  /** Pixels after which it scrolls. */
  readonly maxHeight?: number;
}

/** Code to paste elsewhere. */
export function CodeSample({ code, label, maxHeight }: CodeSampleProps) {
  return (
    <Box pos="relative">
      <Code block tabIndex={0} mah={maxHeight} style={{ overflow: 'auto', paddingRight: 44 }}>
        {code}
      </Code>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon
              pos="absolute"
              top={6}
              right={6}
              variant="default"
              aria-label={copied ? 'Copied' : `Copy ${label}`}
              onClick={copy}
            >
              {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  );
}
