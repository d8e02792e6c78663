import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { LinkAnchor } from './links.js';

interface DocsLinkProps {
  /** A page of docs/, such as `rollouts`. */
  readonly page: string;
  readonly children: ReactNode;
  /** Beside something that is typed, which it must not leave. */
  readonly beside?: true;
}

/** To what the documentation says of a thing. */
export function DocsLink({ page, children, beside }: DocsLinkProps) {
  return (
    <LinkAnchor to="/docs/$" params={{ _splat: page }} size="sm" {...(beside && { target: '_blank' })}>
      <BookOpen size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {children}
    </LinkAnchor>
  );
}
