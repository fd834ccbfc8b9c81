import { useNavigate, useParams } from '@tanstack/react-router';
import Work from '../features/work/WorkPage';

/** The workbench for one project, on the whole window. */
export function WorkRoute() {
  const { project } = useParams({ from: '/signed-in/work/$project' });
  const navigate = useNavigate();
  return <Work projectId={project} onExit={() => void navigate({ to: '/work' })} />;
}
