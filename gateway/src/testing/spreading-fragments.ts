/** Fragments F0 to F60, of which each spreads the next twice: written out, they are more than any machine holds. */
export function spreadingFragments(type: string, last: string): string {
  const doubling = Array.from({ length: 60 }, (_, index) => {
    const next = `...F${index + 1}`;
    return `fragment F${index} on ${type} { ${next} ... @include(if: true) { ${next} } }`;
  });
  return [...doubling, `fragment F60 on ${type} { ${last} }`].join(' ');
}
