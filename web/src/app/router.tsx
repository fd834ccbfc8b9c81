import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { setupQuery } from '../features/setup/api/setupQuery';
import { taskStates, type TaskState } from '../lib/contracts';
import { ErrorPage } from './errors/ErrorPage';
import { NotFoundPage } from './errors/NotFoundPage';
import { meQuery } from '../lib/api/meQuery';
import { SignedIn } from './session/SignedIn';
import { PagePending } from './shell/PagePending';
import { Shell } from './shell/Shell';

// Search parameters come from the address bar: anything may be in them.
type RawSearch = Record<string, unknown>;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
/** Only a path of ours; never another site. */
const ownPath = (value: unknown): string | undefined => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined);

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet });

// Before the door

const setup = createRoute({
  getParentRoute: () => root, path: 'setup',
  beforeLoad: async ({ context }) => {
    if (!(await context.queries.fetchQuery(setupQuery())).needed) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('../features/setup/SetupPage'), 'SetupPage'),
});
const signIn = createRoute({
  getParentRoute: () => root, path: 'sign-in',
  validateSearch: (search: RawSearch): { next?: string } => ({ next: ownPath(search['next']) }),
  component: lazyRouteComponent(() => import('../features/session/SignInRoute'), 'SignInRoute'),
});
const invite = createRoute({
  getParentRoute: () => root, path: 'invite',
  component: lazyRouteComponent(() => import('../features/invite/InvitePage'), 'InvitePage'),
});

// Behind it

const signedIn = createRoute({
  getParentRoute: () => root, id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    if ((await context.queries.ensureQueryData(meQuery())) !== null) return;
    if ((await context.queries.fetchQuery(setupQuery())).needed) throw redirect({ to: '/setup', hash: location.hash });
    throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
  },
  component: SignedIn,
});

/** The workbench has the whole window. */
const workOn = createRoute({
  getParentRoute: () => signedIn, path: 'work/$project',
  component: lazyRouteComponent(() => import('../features/work/WorkPage'), 'WorkPage'),
});
const reviewOn = createRoute({
  getParentRoute: () => signedIn, path: 'review/$project',
  component: lazyRouteComponent(() => import('../features/work/ReviewPage'), 'ReviewPage'),
});

const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell });
const home = createRoute({ getParentRoute: () => shell, path: '/', component: lazyRouteComponent(() => import('../features/home/HomePage'), 'HomePage') });
const workHome = createRoute({ getParentRoute: () => shell, path: 'work', component: lazyRouteComponent(() => import('../features/home/WorkHomePage'), 'WorkHomePage') });
const projects = createRoute({ getParentRoute: () => shell, path: 'projects', component: lazyRouteComponent(() => import('../features/projects/ProjectsPage'), 'ProjectsPage') });
const newProject = createRoute({
  getParentRoute: () => shell, path: 'projects/new', component: lazyRouteComponent(() => import('../features/projects/NewProjectPage'), 'NewProjectPage'),
});
const people = createRoute({ getParentRoute: () => shell, path: 'people', component: lazyRouteComponent(() => import('../features/people/PeoplePage'), 'PeoplePage') });
const keys = createRoute({ getParentRoute: () => shell, path: 'keys', component: lazyRouteComponent(() => import('../features/keys/KeysPage'), 'KeysPage') });
const staffing = createRoute({ getParentRoute: () => shell, path: 'staffing', component: lazyRouteComponent(() => import('../features/staffing/StaffingPage'), 'StaffingPage') });
const operator = createRoute({ getParentRoute: () => shell, path: 'customers', component: lazyRouteComponent(() => import('../features/customers/OperatorLayout'), 'OperatorLayout') });
const customers = createRoute({ getParentRoute: () => operator, path: '/', component: lazyRouteComponent(() => import('../features/customers/CustomersPage'), 'CustomersPage') });
const emergency = createRoute({ getParentRoute: () => operator, path: 'emergency', component: lazyRouteComponent(() => import('../features/customers/EmergencyPage'), 'EmergencyPage') });
const registry = createRoute({ getParentRoute: () => operator, path: 'registry', component: lazyRouteComponent(() => import('../features/customers/RegistryPage'), 'RegistryPage') });
const owners = createRoute({ getParentRoute: () => operator, path: 'owners', component: lazyRouteComponent(() => import('../features/customers/OwnersPage'), 'OwnersPage') });
const apiDocs = createRoute({ getParentRoute: () => shell, path: 'api-docs', component: lazyRouteComponent(() => import('../features/apiDocs/ApiDocsPage'), 'ApiDocsPage') });
const account = createRoute({ getParentRoute: () => shell, path: 'account', component: lazyRouteComponent(() => import('../features/account/AccountPage'), 'AccountPage') });

const project = createRoute({
  getParentRoute: () => shell, path: 'projects/$project',
  component: lazyRouteComponent(() => import('../features/projects/ProjectLayout'), 'ProjectLayout'),
});
const overview = createRoute({ getParentRoute: () => project, path: '/', component: lazyRouteComponent(() => import('../features/projects/OverviewPage'), 'OverviewPage') });
const tasks = createRoute({
  getParentRoute: () => project, path: 'tasks',
  validateSearch: (search: RawSearch): { state?: TaskState; person?: string; label?: string; batch?: string; search?: string } => ({
    state: taskStates.find((state) => state === search['state']),
    person: text(search['person']), label: text(search['label']), batch: text(search['batch']), search: text(search['search']),
  }),
  component: lazyRouteComponent(() => import('../features/tasks/TasksPage'), 'TasksPage'),
});
const task = createRoute({ getParentRoute: () => project, path: 'tasks/$task', component: lazyRouteComponent(() => import('../features/tasks/TaskPage'), 'TaskPage') });
const imports = createRoute({
  getParentRoute: () => project, path: 'import',
  validateSearch: (search: RawSearch): { import?: string } => ({ import: text(search['import']) }),
  component: lazyRouteComponent(() => import('../features/imports/ImportPage'), 'ImportPage'),
});
const exports_ = createRoute({ getParentRoute: () => project, path: 'export', component: lazyRouteComponent(() => import('../features/exports/ExportPage'), 'ExportPage') });
const ontology = createRoute({ getParentRoute: () => project, path: 'ontology', component: lazyRouteComponent(() => import('../features/ontology/OntologyPage'), 'OntologyPage') });
const instructions = createRoute({
  getParentRoute: () => project, path: 'instructions', component: lazyRouteComponent(() => import('../features/projects/InstructionsPage'), 'InstructionsPage'),
});
const quality = createRoute({ getParentRoute: () => project, path: 'quality', component: lazyRouteComponent(() => import('../features/quality/QualityPage'), 'QualityPage') });
const acceptance = createRoute({ getParentRoute: () => project, path: 'quality/acceptances/$number', component: lazyRouteComponent(() => import('../features/quality/AcceptancePage'), 'AcceptancePage') });
const audit = createRoute({ getParentRoute: () => shell, path: 'audit/$project/$number', component: lazyRouteComponent(() => import('../features/quality/AuditPage'), 'AuditPage') });
const myQuality = createRoute({ getParentRoute: () => shell, path: 'my-quality/$project', component: lazyRouteComponent(() => import('../features/quality/MyQualityPage'), 'MyQualityPage') });
const settings = createRoute({
  getParentRoute: () => project, path: 'settings', component: lazyRouteComponent(() => import('../features/projects/SettingsPage'), 'SettingsPage'),
});

const trust = createRoute({ getParentRoute: () => shell, path: 'trust', component: lazyRouteComponent(() => import('../features/trust/TrustLayout'), 'TrustLayout') });
const trustNow = createRoute({ getParentRoute: () => trust, path: '/', component: lazyRouteComponent(() => import('../features/trust/AccessPage'), 'AccessPage') });
const trustSeen = createRoute({
  getParentRoute: () => trust, path: 'seen',
  validateSearch: (search: RawSearch): { person?: string; type?: string; all?: boolean } => ({ person: text(search['person']), type: text(search['type']), all: search['all'] === true || undefined }),
  component: lazyRouteComponent(() => import('../features/trust/TimelinePage'), 'TimelinePage'),
});
const trustLog = createRoute({ getParentRoute: () => trust, path: 'log', component: lazyRouteComponent(() => import('../features/trust/LogPage'), 'LogPage') });
const trustKeys = createRoute({ getParentRoute: () => trust, path: 'keys', component: lazyRouteComponent(() => import('../features/trust/CustodyPage'), 'CustodyPage') });
const trustWalls = createRoute({ getParentRoute: () => trust, path: 'walls', component: lazyRouteComponent(() => import('../features/trust/WallsPage'), 'WallsPage') });
const trustCertificates = createRoute({ getParentRoute: () => trust, path: 'certificates', component: lazyRouteComponent(() => import('../features/trust/CertificatesPage'), 'CertificatesPage') });
const trustLeave = createRoute({ getParentRoute: () => trust, path: 'leave', component: lazyRouteComponent(() => import('../features/trust/LeavePage'), 'LeavePage') });

const routeTree = root.addChildren([
  setup, signIn, invite,
  signedIn.addChildren([
    workOn, reviewOn,
    shell.addChildren([
      home, workHome, myQuality, audit, projects, newProject, people, keys, staffing, account, apiDocs,
      operator.addChildren([customers, emergency, registry, owners]),
      trust.addChildren([trustNow, trustSeen, trustLog, trustKeys, trustWalls, trustCertificates, trustLeave]),
      project.addChildren([overview, tasks, task, imports, exports_, ontology, instructions, quality, acceptance, settings]),
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queries: undefined as unknown as QueryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 300,
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
