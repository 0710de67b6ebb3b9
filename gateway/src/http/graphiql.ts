import type { IncomingMessage } from 'node:http';
import { type Response, Router } from 'express';

/** Where GraphiQL asks, and how it hears of events. */
const options = {
  title: 'Ketqua GraphiQL',
  endpoint: '/graphql',
  subscriptionsProtocol: 'WS',
  credentials: 'same-origin',
  favicon: '/favicon.ico',
  defaultQuery:
    '# Authorization: Bearer TOKEN goes under Headers.\nquery Me {\n  me {\n    id\n    roles\n  }\n}\n',
};

/** The editor's own workers, under the names by which it asks for them. */
const workers = { editorWorkerService: 'editor', json: 'json', graphql: 'graphql' };

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${options.title}</title>
<link rel="stylesheet" href="/graphiql/style.css">
<body id="body" class="no-focus-outline">
<div id="root"></div>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

const workersBefore = `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => '/graphiql/worker-' + ${JSON.stringify(workers)}[label] + '.js',
};
`;

const start = `YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify(options)});\n`;

/**
 * GraphiQL, from the bundle that GraphQL Yoga is shipped with: our own files, and no other host's. It is read when somebody
 * asks for it first.
 */
export function graphiql(): Router {
  const router = Router();
  router.get('/', (request, response, next) => {
    if (!asksForPage(request)) return next();
    sendPage(response);
  });
  router.get('/:file', async (request, response, next) => {
    const file = (await files()).get(request.params.file);
    if (!file) return next();
    response.type(request.params.file.endsWith('.css') ? 'css' : 'js');
    response.setHeader('cache-control', 'private, max-age=3600');
    response.send(file);
  });
  return router;
}

/** Whether a browser opens an address, and no program asks there. */
export function asksForPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

/** Answers with GraphiQL's page; its style brings a font along. */
export function sendPage(response: Response): void {
  const policy = String(response.getHeader('content-security-policy'));
  response.setHeader('content-security-policy', policy.replace(/font-src [^;]*/, '$& data:'));
  response.setHeader('cache-control', 'no-store');
  response.type('html').send(page);
}

let read: Promise<ReadonlyMap<string, string>> | undefined;

function files(): Promise<ReadonlyMap<string, string>> {
  read ??= import('@graphql-yoga/render-graphiql/graphiql').then(
    (parts) =>
      new Map([
        ['graphiql.js', workersBefore + parts.js],
        ['start.js', start],
        ['style.css', parts.css],
        ['worker-editor.js', parts.editorWorkerService],
        ['worker-json.js', parts.jsonWorker],
        ['worker-graphql.js', parts.graphqlWorker],
      ]),
  );
  return read;
}
