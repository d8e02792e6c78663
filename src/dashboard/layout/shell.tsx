import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Kbd,
  Menu,
  NavLink,
  Text,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useSpotlight } from '@mantine/spotlight';
import { lazy, Suspense, useState } from 'react';
import { Link, Outlet } from '@tanstack/react-router';
import { BookOpen, Clock, LogOut, Moon, Search, Sun, User } from 'lucide-react';
import { useTimeZone } from '../components/moment.js';
import { leavePage } from '../components/unsaved.js';
import { useSignOut } from '../session/session-gate.js';
import { palette, paletteStore } from './palette.js';
import { SCREENS } from './screens.js';

const CommandPalette = lazy(() => import('./command-palette.js'));

/** What is around every screen: navigation, command palette, and the switches of how it is shown. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure();
  // Here and not in the palette, which may not be loaded yet. In fields, too.
  useHotkeys([['mod+K', palette.open]], []);
  const { opened } = useSpotlight(paletteStore);
  // It reads every list there is, which no screen should wait for.
  const [isPaletteNeeded, setPaletteNeeded] = useState(false);
  if (opened && !isPaletteNeeded) setPaletteNeeded(true);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="lg"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Text fw={700} truncate>
              LLMOps gateway
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Tooltip
              label={
                <>
                  Jump to … <Kbd size="xs">Ctrl K</Kbd>
                </>
              }
            >
              <ActionIcon variant="subtle" aria-label="Jump to" onClick={palette.open}>
                <Search size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <TimeZoneSwitch />
            <ColorSchemeSwitch />
            <Account />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Screens">
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
      <Suspense>{isPaletteNeeded && <CommandPalette />}</Suspense>
    </AppShell>
  );
}

function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const groups = [...new Set(SCREENS.map(({ group }) => group))];
  return groups.map((group) => (
    <div key={group}>
      <Text size="xs" c="dimmed" fw={600} px="sm" pt="sm" pb={4}>
        {group}
      </Text>
      {SCREENS.filter((screen) => screen.group === group).map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Icon size={16} aria-hidden />}
          activeProps={{ 'data-active': true }}
          onClick={onNavigate}
        />
      ))}
    </div>
  ));
}

function TimeZoneSwitch() {
  const [zone, setZone] = useTimeZone();
  const next = zone === 'utc' ? 'local' : 'utc';
  return (
    <Tooltip label={zone === 'utc' ? 'Times are in UTC' : "Times are in this browser's zone"}>
      <UnstyledButton
        onClick={() => setZone(next)}
        aria-label={`Times in ${zone === 'utc' ? 'UTC' : 'local time'}; switch`}
      >
        <Group gap={4} wrap="nowrap">
          <Clock size={16} aria-hidden />
          <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
            {zone === 'utc' ? 'UTC' : 'Local'}
          </Text>
        </Group>
      </UnstyledButton>
    </Tooltip>
  );
}

function ColorSchemeSwitch() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <Tooltip label="Light or dark">
      <ActionIcon variant="subtle" aria-label="Light or dark" onClick={toggleColorScheme}>
        <Sun className="mantine-dark-hidden" size={18} aria-hidden />
        <Moon className="mantine-light-hidden" size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function Account() {
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label="Account">
          <User size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href="/llmops/api/docs"
          target="_blank"
          leftSection={<BookOpen size={14} aria-hidden />}
        >
          API documentation
        </Menu.Item>
        <Menu.Item onClick={() => leavePage(() => void signOut())} leftSection={<LogOut size={14} aria-hidden />}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
