import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { projectQuery } from '../../lib/api/projectQuery';
import { InstructionsEditor } from './InstructionsEditor';

export function InstructionsPage() {
  const { project } = useParams({ from: '/signed-in/shell/projects/$project' });
  const { data } = useQuery(projectQuery(project));
  return data === undefined ? <Skeleton h={300} /> : <InstructionsEditor key={project} project={data} />;
}
