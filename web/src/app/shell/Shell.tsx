import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sendLeftovers } from '../../features/work/sendLeftovers';
import { TextLink } from '../../ui/links';
import { Logo } from '../../ui/Logo';
import { useShortcutListener } from '../hotkeys/shortcuts';
import { useMe } from '../session/useMe';
import { CommandPalette } from './CommandPalette';
import { GlassBanner } from './GlassBanner';
import { HelpOverlay } from './HelpOverlay';
import { Navigation } from './Navigation';
import { roomColor } from './roomColor';
import classes from './Shell.module.css';

/** The frame around every page. The thin line beside the page is the wall of the customer's room, in the room's colour. */
export function Shell() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const [opened, menu] = useDisclosure(false);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useShortcutListener();
  const { close } = menu;
  useEffect(() => close(), [close, pathname]);
  // Answers that an earlier visit could not send go now, from whatever page.
  const isGuest = me.glass !== undefined;
  useEffect(() => { if (!isGuest) void sendLeftovers(me.person).catch(() => undefined); }, [me.person, isGuest]);
  return (
    <AppShell
      header={{ height: { base: 48, sm: 0 } }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      transitionDuration={120}
      style={{ '--room': roomColor(me.customer?.id) }}
    >
      <a className={classes.skip} href="#main">{t('skip')}</a>
      <AppShell.Header hiddenFrom="sm" className={classes.header}>
        <Group h="100%" px="sm" justify="space-between">
          <TextLink to="/" underline="never" c="inherit" aria-label={t('home')}><Logo /></TextLink>
          <Burger opened={opened} onClick={menu.toggle} size="sm" aria-label={t(opened ? 'closeMenu' : 'openMenu')} aria-expanded={opened} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={t('navigation')}>
        <Navigation me={me} />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main} id="main" tabIndex={-1}>
        {me.glass !== undefined && <GlassBanner glass={me.glass} />}
        <div className={classes.page}><Outlet /></div>
      </AppShell.Main>
      <CommandPalette me={me} />
      <HelpOverlay />
    </AppShell>
  );
}
