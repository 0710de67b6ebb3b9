import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { RequestContext } from '../operations/request-context.js';
import type { Exchange } from './exchange.js';

/** Has Apollo Server answer a request whose body was read. */
export async function askApollo(
  server: ApolloServer<RequestContext>,
  exchange: Exchange,
  body: unknown,
  context: RequestContext,
): Promise<void> {
  const { request } = exchange;
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const question = request.url!.indexOf('?');
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method!,
      headers,
      search: question < 0 ? '' : request.url!.slice(question),
      body,
    },
    context: async () => context,
  });
  let contentType = 'application/json; charset=utf-8';
  for (const [name, value] of answer.headers) {
    if (name === 'content-type') contentType = value;
    else exchange.addHeader(name, value);
  }
  exchange.send(answer.status ?? 200, contentType, await textOf(answer.body));
}

type ApolloBody = Awaited<ReturnType<ApolloServer['executeHTTPGraphQLRequest']>>['body'];

async function textOf(body: ApolloBody): Promise<string> {
  if (body.kind === 'complete') return body.string;
  let text = '';
  for await (const chunk of body.asyncIterator) text += chunk;
  return text;
}
