import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { projectQuery } from '../../lib/api/projectQuery';
import { taskQuery } from './api/taskQuery';
import { TaskView } from './TaskView';

export function TaskPage() {
  const { project, task } = useParams({ from: '/signed-in/shell/projects/$project/tasks/$task' });
  const detail = useQuery(projectQuery(project));
  const query = useQuery(taskQuery(project, task));
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined || detail.data === undefined) return <Stack><Skeleton h={28} w={300} /><Skeleton h={360} /></Stack>;
  return <TaskView key={task} project={detail.data} task={query.data} />;
}
