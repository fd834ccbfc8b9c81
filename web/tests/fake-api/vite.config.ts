/** `npx vite --config tests/fake-api/vite.config.ts`: the pages with a faked server. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { answer } from './server';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  cacheDir: 'node_modules/.vite-fake',
  plugins: [
    react(),
    {
      name: 'fake-api',
      configureServer(server) {
        server.middlewares.use((request, response, next) => {
          answer(request, response).then((answered) => { if (!answered) next(); }, next);
        });
      },
    },
  ],
  server: { port: Number(process.env['PORT'] ?? 5199), strictPort: true, hmr: false },
});
