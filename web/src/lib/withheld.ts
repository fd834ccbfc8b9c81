/**
 * Projects whose content its owner withholds at this moment, as the server's last answers said. What is open on the screen is covered
 * by it, also where an answer to something else (a draft, a sign of life) brought the news.
 */
const projects = new Set<string>();
const listeners = new Set<() => void>();

const projectOf = (route: string): string | undefined => /^\/projects\/([^/?]+)/.exec(route)?.[1];
const notify = () => listeners.forEach((listener) => listener());

export const withheld = {
  has: (project: string): boolean => projects.has(project),

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** An answer came: 451 for what is withheld. Only the project itself says that it is there again; other routes carry no content. */
  note(method: string, route: string, status: number): void {
    const project = projectOf(route);
    if (project === undefined) return;
    if (status === 451 ? !projects.has(project) : method === 'GET' && route === `/projects/${project}` && projects.has(project)) {
      if (status === 451) projects.add(project);
      else projects.delete(project);
      notify();
    }
  },
};
