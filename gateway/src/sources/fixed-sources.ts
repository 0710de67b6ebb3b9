import type { SubgraphSource } from './subgraph-source.js';

/** Gives the source of a subgraph by its name, wherever the supergraph says that it is. */
export function fixedSources(
  sources: readonly SubgraphSource[],
): (subgraph: { readonly name: string }) => SubgraphSource {
  return ({ name }) => {
    const source = sources.find((candidate) => candidate.name === name);
    if (!source) throw new Error(`The supergraph names the subgraph ${name}, which has no source`);
    return source;
  };
}
