import { useLocalStorage } from '@mantine/hooks';

/** Whether class names stand above all spans, or only above what is selected or under the pointer. */
export const useTagsShown = (): [boolean, (shown: boolean) => void] => {
  const [shown, set] = useLocalStorage<boolean>({ key: 'cloison.text.tags', defaultValue: true, getInitialValueInEffect: false });
  return [shown, (next) => set(next)];
};
