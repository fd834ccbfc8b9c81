/**
 * The pages with a faked server. While writing: `npx vite --config tests/fake-api/vite.config.ts`.
 * As built, which loads faster: `npx vite build` and then `npx vite preview --config tests/fake-api/vite.config.ts`.
 */
import react from '@vitejs/plugin-react';
import { defineConfig, type Connect } from 'vite';
import { answer } from './server';

const fakeApi: Connect.NextHandleFunction = (request, response, next) => {
  answer(request, response).then((answered) => { if (!answered) next(); }, next);
};

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  cacheDir: 'node_modules/.vite-fake',
  plugins: [
    react(),
    {
      name: 'fake-api',
      configureServer: (server) => void server.middlewares.use(fakeApi),
      configurePreviewServer: (server) => void server.middlewares.use(fakeApi),
    },
  ],
  server: { port: Number(process.env['PORT'] ?? 5471), strictPort: true, hmr: false },
  preview: {
    port: Number(process.env['PORT'] ?? 5471),
    strictPort: true,
    // As strict as the server's; the placeholder of index.html serves as the nonce.
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-__CSP_NONCE__'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    },
  },
});
