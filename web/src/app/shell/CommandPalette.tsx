import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconApi, IconBuilding, IconHome2, IconKey, IconKeyboard, IconLanguage, IconLifebuoy, IconMoon, IconPencil, IconPlus, IconSearch, IconSettings, IconShieldCheck, IconStack2, IconSun, IconUsers, IconUsersGroup,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { projectsQuery } from '../../lib/api/projectsQuery';
import type { Me } from '../../lib/contracts';
import { useShortcuts, type Shortcut } from '../hotkeys/shortcuts';
import { languages } from '../i18n/languages';
import { may } from '../session/permissions';
import { openHelp } from './HelpOverlay';
import { useChangePreferences } from './usePreferences';

/** Ctrl+K: every page, every project, every setting, by name. Its commands also have keys of their own. */
export function CommandPalette({ me }: { me: Me }) {
  const { t } = useTranslation(['shell', 'common']);
  const navigate = useNavigate();
  const preferences = useChangePreferences();
  const inRoom = me.customer !== undefined && me.glass === undefined;
  const canSee = inRoom && may(me, 'seeProgress');
  const projects = useInfiniteQuery({ ...projectsQuery(), enabled: canSee });

  const pages = useMemo(() => {
    const all = [
      { id: 'home', keys: 'g h', label: t('home'), icon: IconHome2, shown: true, run: () => void navigate({ to: '/' }) },
      { id: 'work', keys: 'g w', label: t('work'), icon: IconPencil, shown: inRoom, run: () => void navigate({ to: '/work' }) },
      { id: 'projects', keys: 'g p', label: t('projects'), icon: IconStack2, shown: canSee, run: () => void navigate({ to: '/projects' }) },
      { id: 'new', keys: 'g n', label: t('newProject'), icon: IconPlus, shown: inRoom && may(me, 'manageProjects'), run: () => void navigate({ to: '/projects/new' }) },
      { id: 'people', keys: 'g e', label: t('people'), icon: IconUsers, shown: inRoom && may(me, 'managePeople'), run: () => void navigate({ to: '/people' }) },
      { id: 'keys', keys: 'g k', label: t('keys'), icon: IconKey, shown: inRoom && may(me, 'manageKeys'), run: () => void navigate({ to: '/keys' }) },
      { id: 'staffing', keys: 'g s', label: t('staffing'), icon: IconUsersGroup, shown: inRoom && may(me, 'staff'), run: () => void navigate({ to: '/staffing' }) },
      { id: 'trust', keys: 'g t', label: t('trust'), icon: IconShieldCheck, shown: inRoom && may(me, 'audit'), run: () => void navigate({ to: '/trust' }) },
      { id: 'customers', keys: 'g c', label: t('customers'), icon: IconBuilding, shown: may(me, 'manageCustomers'), run: () => void navigate({ to: '/customers' }) },
      { id: 'emergency', keys: 'g m', label: t('emergency'), icon: IconLifebuoy, shown: may(me, 'askForGlass'), run: () => void navigate({ to: '/customers/emergency' }) },
      { id: 'apiDocs', keys: 'g r', label: t('apiDocs'), icon: IconApi, shown: true, run: () => void navigate({ to: '/api-docs' }) },
      { id: 'account', keys: 'g a', label: t('account'), icon: IconSettings, shown: true, run: () => void navigate({ to: '/account' }) },
    ];
    return all.filter((page) => page.shown);
  }, [t, navigate, inRoom, canSee, me]);

  useShortcuts([
    { keys: 'mod+k', label: t('palette'), group: t('everywhere'), run: spotlight.open, whileTyping: true },
    { keys: '?', label: t('shortcuts'), group: t('everywhere'), run: openHelp },
    ...pages.map((page): Shortcut => ({ keys: page.keys, label: page.label, group: t('goTo'), run: page.run })),
  ]);

  const items = projects.data?.pages.flatMap((page) => page.items) ?? [];
  const actions: (SpotlightActionGroupData | SpotlightActionData)[] = [
    { group: t('goTo'), actions: pages.map((page) => ({ id: page.id, label: page.label, leftSection: <page.icon size={17} />, onClick: page.run })) },
    {
      group: t('projects'),
      actions: items.map((project) => ({
        id: project.id, label: project.isWithheld ? t('common:withheld.title') : project.name, description: t(`common:state.${project.state}`), leftSection: <IconStack2 size={17} />,
        onClick: () => void navigate({ to: '/projects/$project', params: { project: project.id } }),
      })),
    },
    {
      group: t('settings'),
      actions: [
        { id: 'dark', label: t('useDark'), leftSection: <IconMoon size={17} />, onClick: () => preferences.changeTheme('dark') },
        { id: 'light', label: t('useLight'), leftSection: <IconSun size={17} />, onClick: () => preferences.changeTheme('light') },
        ...languages.map((language) => ({ id: language.id, label: language.name, leftSection: <IconLanguage size={17} />, onClick: () => preferences.changeLanguage(language.id) })),
        { id: 'help', label: t('shortcuts'), leftSection: <IconKeyboard size={17} />, onClick: openHelp },
      ],
    },
  ];
  return (
    <Spotlight
      actions={actions} shortcut={null} nothingFound={t('nothingFound')} highlightQuery limit={12} scrollable maxHeight={420}
      searchProps={{ placeholder: t('palettePlaceholder'), leftSection: <IconSearch size={18} />, 'aria-label': t('palette') }}
    />
  );
}
