import { MantineProvider, DirectionProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { directionOf } from './i18n/languages';
import { readNonce } from './nonce';
import { queryClient } from './queryClient';
import { router } from './router';
import { ProofPanel } from './session/ProofPanel';
import { SignInOverlay } from './session/SignInOverlay';
import { cssVariables, theme } from './theme';

const nonce = readNonce();

export function App() {
  return (
    <DirectionProvider initialDirection={directionOf(document.documentElement.lang)}>
      <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables} getStyleNonce={() => nonce}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} context={{ queries: queryClient }} />
          <SignInOverlay />
          <ProofPanel />
          <Notifications position="bottom-right" limit={3} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
