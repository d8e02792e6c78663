import '@mantine/spotlight/styles.css';
import { Spotlight, useSpotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { BookOpen, ScrollText } from 'lucide-react';
import { useState } from 'react';
import index from '../../../docs/README.md?raw';
import { useEscape } from '../components/escape.js';
import { readDocIndex } from '../docs/doc-links.js';
import { useJumps } from './jumps.js';
import { palette, paletteStore } from './palette.js';
import { SCREENS } from './screens.js';

const DOCS = readDocIndex(index);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ctrl-K: jumps to any screen, and to any object by its name and any request by its id. */
export default function CommandPalette() {
  const navigate = useNavigate();
  const screens = SCREENS.map(({ to, label, about, icon: Icon }) => ({
    id: to,
    label,
    description: about,
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => void navigate({ to }),
  }));
  const docs = DOCS.map(({ page, title, task }) => ({
    id: `docs ${page}`,
    label: title,
    description: `Docs: ${task}`,
    leftSection: <BookOpen size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/docs/$', params: { _splat: page } }),
  }));
  const jumps = useJumps();
  const [query, setQuery] = useState('');
  const { opened } = useSpotlight(paletteStore);
  useEscape(opened, palette.close);
  const id = query.trim();
  const request = {
    id: `request ${id}`,
    label: id,
    description: 'Request in the log',
    leftSection: <ScrollText size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/log', search: { open: id } }),
  };
  return (
    <Spotlight
      store={paletteStore}
      actions={[...screens, ...jumps, ...docs, ...(UUID.test(id) ? [request] : [])]}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      closeOnEscape={false}
      attributes={{ content: { 'aria-label': 'Jump to' } }}
      styles={{ actionDescription: { color: 'inherit', opacity: 1 } }}
      limit={20}
      nothingFound="Nothing of this name"
      searchProps={{ placeholder: 'Jump to …', 'aria-label': 'Jump to' }}
    />
  );
}
