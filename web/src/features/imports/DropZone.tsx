import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconFile, IconFolder, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { collectChosen, collectDropped, type FoundFile } from './collectFiles';
import classes from './DropZone.module.css';

/** Takes files and whole folders, dropped or chosen. */
export function DropZone({ onFiles, title, hint }: { onFiles: (files: FoundFile[]) => void; title: string; hint?: string }) {
  const { t } = useTranslation('imports');
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState(false);
  const depth = useRef(0);
  const folder = useRef<HTMLInputElement>(null);
  const take = async (found: Promise<FoundFile[]>) => {
    setReading(true);
    try {
      onFiles(await found);
    } finally {
      setReading(false);
    }
  };
  return (
    <div
      className={classes.zone} data-over={over || undefined} role="group" aria-label={title}
      onDragEnter={(event) => { event.preventDefault(); depth.current++; setOver(true); }}
      onDragOver={(event) => event.preventDefault()}
      onDragLeave={() => { depth.current--; if (depth.current <= 0) setOver(false); }}
      onDrop={(event) => { event.preventDefault(); depth.current = 0; setOver(false); void take(collectDropped(event.dataTransfer)); }}
    >
      <IconUpload size={26} stroke={1.5} aria-hidden className={classes.icon} />
      <Text fw={600}>{reading ? t('reading') : title}</Text>
      {hint !== undefined && <Text size="sm" c="dimmed" ta="center" maw={460}>{hint}</Text>}
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" leftSection={<IconFolder size={15} />} onClick={() => folder.current?.click()}>{t('chooseFolder')}</Button>
        <FileButton multiple onChange={(files) => onFiles(collectChosen(files))}>
          {(props) => <Button {...props} size="xs" variant="default" leftSection={<IconFile size={15} />}>{t('chooseFiles')}</Button>}
        </FileButton>
        {/* React has no name for the attribute that lets a folder be chosen. */}
        <input
          ref={(element) => { folder.current = element; element?.setAttribute('webkitdirectory', ''); }} type="file" multiple hidden tabIndex={-1} aria-label={t('chooseFolder')}
          onChange={(event) => { onFiles(collectChosen(event.currentTarget.files ?? [])); event.currentTarget.value = ''; }}
        />
      </Group>
    </div>
  );
}
