import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { isProblem } from '../api/problem';
import { queryClient } from '../api/query-client';
import { session } from '../api/session';
import { ErrorPage } from './error-page';
import { whoAmI } from './me';
import { NotFoundPage } from './not-found-page';
import { Shell } from './shell';
import * as search from './search';
import { readSearch, writeSearch } from './search-text';

/** After so long it is asked again who is there, and whether the project still is. */
const KNOWN_MS = 300_000;

const root = createRootRoute({ component: Outlet });

/** Everything but signing in: whoever is not signed in is sent there, and comes back. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      const { project } = await queryClient.fetchQuery({ ...whoAmI(), staleTime: KNOWN_MS });
      if (session.project() === undefined) session.chooseProject(project);
    } catch (failure) {
      if (isProblem(failure) && failure.status === 401)
        throw redirect({ to: '/sign-in', search: { next: location.href } });
      if (isProblem(failure) && failure.code === 'project.not_found' && session.project() !== undefined) {
        session.forgetProject(); // it is gone, or not theirs any more
        throw redirect({ to: '/' });
      }
      throw failure;
    }
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search.signIn,
}).lazy(() => import('../pages/sign-in/sign-in.page').then((page) => page.route));

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: search.overview,
}).lazy(() => import('../pages/overview/overview.page').then((page) => page.route));

const triggers = createRoute({
  getParentRoute: () => shell,
  path: '/triggers',
  validateSearch: search.triggers,
}).lazy(() => import('../pages/triggers/triggers.page').then((page) => page.route));

const newTrigger = createRoute({
  getParentRoute: () => shell,
  path: '/triggers/new',
  validateSearch: search.newTrigger,
}).lazy(() => import('../pages/triggers/new-trigger.page').then((page) => page.route));

const trigger = createRoute({
  getParentRoute: () => shell,
  path: '/triggers/$id',
  validateSearch: search.tab,
}).lazy(() => import('../pages/triggers/trigger.page').then((page) => page.route));

const editTrigger = createRoute({ getParentRoute: () => shell, path: '/triggers/$id/edit' }).lazy(() =>
  import('../pages/triggers/edit-trigger.page').then((page) => page.route),
);

const testBench = createRoute({
  getParentRoute: () => shell,
  path: '/test-bench',
  validateSearch: search.testBench,
}).lazy(() => import('../pages/test-bench/test-bench.page').then((page) => page.route));

const events = createRoute({
  getParentRoute: () => shell,
  path: '/events',
  validateSearch: search.events,
}).lazy(() => import('../pages/events/events.page').then((page) => page.route));

const compareEvents = createRoute({
  getParentRoute: () => shell,
  path: '/events/compare',
  validateSearch: search.compareEvents,
}).lazy(() => import('../pages/events/compare-events.page').then((page) => page.route));

const event = createRoute({ getParentRoute: () => shell, path: '/events/$id' }).lazy(() =>
  import('../pages/events/event.page').then((page) => page.route),
);

const destinations = createRoute({
  getParentRoute: () => shell,
  path: '/destinations',
  validateSearch: search.destinations,
}).lazy(() => import('../pages/destinations/destinations.page').then((page) => page.route));

const newDestination = createRoute({ getParentRoute: () => shell, path: '/destinations/new' }).lazy(() =>
  import('../pages/destinations/new-destination.page').then((page) => page.route),
);

const destination = createRoute({
  getParentRoute: () => shell,
  path: '/destinations/$id',
  validateSearch: search.destination,
}).lazy(() => import('../pages/destinations/destination.page').then((page) => page.route));

const editDestination = createRoute({ getParentRoute: () => shell, path: '/destinations/$id/edit' }).lazy(
  () => import('../pages/destinations/edit-destination.page').then((page) => page.route),
);

const replays = createRoute({
  getParentRoute: () => shell,
  path: '/replays',
  validateSearch: search.replays,
}).lazy(() => import('../pages/destinations/replays.page').then((page) => page.route));

const replay = createRoute({ getParentRoute: () => shell, path: '/replays/$id' }).lazy(() =>
  import('../pages/destinations/replay.page').then((page) => page.route),
);

const calendar = createRoute({
  getParentRoute: () => shell,
  path: '/calendar',
  validateSearch: search.calendar,
}).lazy(() => import('../pages/calendar/calendar.page').then((page) => page.route));

const retention = createRoute({
  getParentRoute: () => shell,
  path: '/retention',
  validateSearch: search.tab,
}).lazy(() => import('../pages/retention/retention.page').then((page) => page.route));

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: search.tab,
}).lazy(() => import('../pages/settings/settings.page').then((page) => page.route));

const anythingElse = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundPage });

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([
      overview,
      triggers,
      newTrigger,
      trigger,
      editTrigger,
      testBench,
      events,
      compareEvents,
      event,
      destinations,
      newDestination,
      destination,
      editDestination,
      replays,
      replay,
      calendar,
      retention,
      settings,
      anythingElse,
    ]),
  ]),
  basepath: '/console',
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultErrorComponent: ErrorPage,
  scrollRestoration: true,
});

session.onEnd((reason) => {
  queryClient.clear();
  const { href: next, pathname } = router.state.location;
  if (pathname === '/sign-in') return;
  void router.navigate({
    to: '/sign-in',
    search: { next, ...(reason === 'expired' && { reason }) },
    ignoreBlocker: true, // whoever is asked to stay could do nothing there
  });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
