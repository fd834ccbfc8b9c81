import { useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { updateMe } from '../../features/account/api/updateMe';
import type { Me, UpdateMe } from '../../lib/contracts';
import { changeLanguage } from '../i18n/i18n';
import { toLanguage, type LanguageId } from '../i18n/languages';
import { meQuery } from '../../lib/api/meQuery';

export type ThemeChoice = 'auto' | 'light' | 'dark';
export const themeChoices: readonly ThemeChoice[] = ['auto', 'light', 'dark'];
const toTheme = (text: string | undefined): ThemeChoice | undefined => themeChoices.find((choice) => choice === text);

/** Applies what the account says once, so that a person finds the same screen on every device. */
export function usePreferences(me: Me | null | undefined) {
  const { setColorScheme } = useMantineColorScheme();
  const applied = useRef<string>(undefined);
  useEffect(() => {
    if (!me || applied.current === me.person) return;
    applied.current = me.person;
    const theme = toTheme(me.theme);
    if (theme !== undefined) setColorScheme(theme);
    const language = toLanguage(me.language);
    if (language !== undefined) void changeLanguage(language);
  }, [me, setColorScheme]);
}

/** Changes at once here, and on the account behind. */
export function useChangePreferences() {
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (request: UpdateMe) => updateMe(request),
    onMutate: (request) => queries.setQueryData(meQuery().queryKey, (me) => (me === null || me === undefined ? me : { ...me, ...request })),
  });
  return {
    theme: colorScheme,
    changeTheme: (theme: ThemeChoice) => {
      setColorScheme(theme);
      save.mutate({ theme });
    },
    changeLanguage: (language: LanguageId) => {
      void changeLanguage(language);
      save.mutate({ language });
    },
  };
}
