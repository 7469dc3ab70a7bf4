import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client';
import { cssVariables, theme } from './app/theme';
import { ViewerZone } from './app/viewer-zone';
import { router } from './app/router';
import { styleNonce } from './app/nonce';

// what keeps a page behind a dialog from scrolling (react-remove-scroll) writes a style element, and looks here for it
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <ViewerZone>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </ViewerZone>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
