import '@mantine/spotlight/styles.css';
import { Spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useJumps } from './jumps.js';
import { SCREENS } from './screens.js';

/** Ctrl-K: jumps to any screen, and to any object by its name. */
export default function CommandPalette() {
  const navigate = useNavigate();
  const screens = SCREENS.map(({ to, label, about, icon: Icon }) => ({
    id: to,
    label,
    description: about,
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => void navigate({ to }),
  }));
  const jumps = useJumps();
  return (
    <Spotlight
      actions={[...screens, ...jumps]}
      shortcut={null}
      limit={20}
      nothingFound="Nothing of this name"
      searchProps={{ placeholder: 'Jump to …', 'aria-label': 'Jump to' }}
    />
  );
}
