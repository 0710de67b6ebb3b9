import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { Router } from 'express';

/** Names with a build's hash in them never change what they hold. */
const hashedName = /[.-][\w-]{8,}\.(js|css|wasm|woff2|svg|png|webp|json)$/;

/** The web app's files; a page's own address, such as /verify, is answered with the app. */
export function webApp(folder: string): Router {
  const router = Router();
  const index = join(folder, 'index.html');
  router.use(compression());
  router.use(
    express.static(folder, {
      index: false,
      setHeaders(response, path) {
        const isHashed = /[\\/]assets[\\/]/.test(path) && hashedName.test(path);
        response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  router.get('/{*page}', (request, response, next) => {
    // A door answers whoever asks for nothing in particular; elsewhere only a browser gets the app.
    const isDoor = ['/', '/verify', '/lab', '/help-desk', '/authority'].includes(request.path);
    const wantsPage = request.headers.accept?.includes('text/html') || isDoor;
    if (!request.accepts('html') || !wantsPage || !existsSync(index)) return next();
    response.setHeader('cache-control', 'no-cache');
    response.sendFile(index);
  });
  return router;
}
