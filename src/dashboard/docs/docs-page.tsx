import { Anchor, Box, Typography } from '@mantine/core';
import { slug } from 'github-slugger';
import { ArrowLeft } from 'lucide-react';
import Markdown, { RuleType, type MarkdownToJSX } from 'markdown-to-jsx/react';
import type { ReactNode } from 'react';
import { CodeSample } from '../components/code-sample.js';
import { LinkAnchor } from '../components/links.js';
import { docsRoute } from '../router.js';
import { imageAddress } from './doc-files.js';
import { INDEX, readDocLink } from './doc-links.js';
import '@mantine/core/styles/Typography.css';
import './docs.css';

/** A page of docs/, as it is in the repository. */
export function DocsPage() {
  const { page, text } = docsRoute.useLoaderData();
  return (
    <Box maw={860}>
      {page !== INDEX && (
        <LinkAnchor to="/docs/$" size="sm" underline="hover">
          <ArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All pages
        </LinkAnchor>
      )}
      <Typography className="docs-text">
        <Markdown
          options={{
            slugify: (heading) => slug(heading),
            renderRule: showCode,
            overrides: { a: { component: DocAnchor, props: { from: page } }, table: DocTable, img: DocImage },
          }}
        >
          {text}
        </Markdown>
      </Typography>
    </Box>
  );
}

const showCode: MarkdownToJSX.Options['renderRule'] = (next, node, _render, { key }) =>
  node.type === RuleType.codeBlock ? <CodeSample key={key} code={node.text} label="the code" /> : next();

interface DocAnchorProps {
  /** The page that it is on. */
  readonly from: string;
  readonly href?: string;
  readonly children?: ReactNode;
}

function DocAnchor({ from, href = '', children }: DocAnchorProps) {
  const link = readDocLink(href, from);
  if (link.kind === 'file') return children;
  if (link.kind === 'address') {
    return (
      <Anchor href={link.href} target="_blank" rel="noreferrer" inherit underline="always">
        {children}
      </Anchor>
    );
  }
  const { page, hash } = link;
  return (
    <LinkAnchor to="/docs/$" params={{ _splat: page }} {...(hash !== '' && { hash })} inherit>
      {children}
    </LinkAnchor>
  );
}

/** Wider than a phone, it scrolls by itself. */
function DocTable({ children }: { readonly children?: ReactNode }) {
  return (
    <Box tabIndex={0} role="group" aria-label="Table" style={{ overflowX: 'auto' }}>
      <table>{children}</table>
    </Box>
  );
}

function DocImage({ src = '', alt = '' }: { readonly src?: string; readonly alt?: string }) {
  const address = imageAddress(src);
  return address === undefined ? null : <img src={address} alt={alt} loading="lazy" />;
}
