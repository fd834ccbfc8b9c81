import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { projectQuery } from '../../lib/api/projectQuery';
import { OntologyWorkshop } from './OntologyWorkshop';

export function OntologyPage() {
  const { project } = useParams({ from: '/signed-in/shell/projects/$project' });
  const { data } = useQuery(projectQuery(project));
  return data === undefined ? <Skeleton h={300} /> : <OntologyWorkshop key={project} project={data} />;
}
