import { useNavigate, useParams } from '@tanstack/react-router';
import Review from '../features/work/ReviewPage';

/** The review of one project, on the whole window. */
export function ReviewRoute() {
  const { project } = useParams({ from: '/signed-in/review/$project' });
  const navigate = useNavigate();
  return <Review projectId={project} onExit={() => void navigate({ to: '/work' })} />;
}
