// A front end: the people on the signed-in phone and their results, completed from two subgraphs.
import { Client, fetchExchange } from '@urql/core';
import { credentials, endpoint, signIn } from './sign-in.mjs';

const authorization = `Bearer ${await signIn(credentials.citizenPhone)}`;
const fetchOptions = { headers: { authorization } };
const client = new Client({
  url: endpoint,
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions,
});
const query =
  '{ me { citizen { people { displayName isClaimed results { edges { node { outcome lab { name } } } } } } } }';
const { data, error } = await client.query(query, {}).toPromise();
console.log(error ?? JSON.stringify(data.me.citizen.people));
