import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { Editor, ProjectSummary } from '../../lib/contracts';
import { IconForms, IconPhoto, IconTextCaption } from '@tabler/icons-react';
import { TextLink } from '../../ui/links';
import { StateBadge } from '../../ui/states';
import classes from './ProjectsTable.module.css';
import { TaskProgress } from './TaskProgress';

const icons: { readonly [K in Editor]: typeof IconPhoto } = { image: IconPhoto, text: IconTextCaption, form: IconForms };

export function ProjectsTable({ projects }: { projects: readonly ProjectSummary[] }) {
  const { t } = useTranslation(['projects', 'common']);
  const { date } = useFormats();
  return (
    <ul className={classes.list}>
      {projects.map((project) => {
        const EditorIcon = icons[project.editor];
        return (
          <li key={project.id} className={classes.row}>
            <span className={classes.icon} title={t(`common:editor.${project.editor}`)}><EditorIcon size={18} stroke={1.6} aria-label={t(`common:editor.${project.editor}`)} /></span>
            <TextLink className={classes.name} to="/projects/$project" params={{ project: project.id }}>{project.isWithheld ? t('common:withheld.title') : project.name}</TextLink>
            <div className={classes.progress}><TaskProgress tasks={project.tasks} /></div>
            <StateBadge state={project.state} />
            <span className={classes.date}>{date(project.createdAt)}</span>
          </li>
        );
      })}
    </ul>
  );
}
