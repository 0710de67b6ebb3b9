import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

const source = new URL('./service-worker.js', import.meta.url);

/** The chunks that the citizen's door begins with. */
const citizenDoor = ['citizen-page', 'offline-passes', 'my-qr'];
/** The chunk that the officer's door begins with: what it loads later, it needs too. */
const officerDoor = 'verify-page';

/** Writes `/sw.js`: the service worker with the names of the files that the citizen's door needs without a network. */
export function serviceWorker(): Plugin {
  return {
    name: 'ketqua-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const files = [
        '/',
        '/manifest.webmanifest',
        '/icon.svg',
        ...filesOfCitizen(chunks, Object.keys(bundle)).map((name) => `/${name}`),
      ].sort();
      const officerFiles = filesOfOfficer(chunks, Object.keys(bundle))
        .map((name) => `/${name}`)
        .filter((file) => !files.includes(file))
        .sort();
      const names = [...files, ...officerFiles].join('\n');
      const release = createHash('sha256').update(names).digest('hex').slice(0, 12);
      const text = readFileSync(source, 'utf8')
        .replace('__RELEASE__', release)
        .replace('__FILES__', JSON.stringify(files))
        .replace('__OFFICER_FILES__', JSON.stringify(officerFiles));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: text });
    },
  };
}

function filesOfCitizen(chunks: readonly Rolldown.OutputChunk[], names: readonly string[]): string[] {
  const wanted = chunks.filter((chunk) => chunk.isEntry || citizenDoor.includes(chunk.name));
  const needed = filesOf(chunks, wanted, { isLater: false });
  // The faces of the one typeface, which styles name.
  for (const name of names) if (name.endsWith('.woff2')) needed.add(name);
  return [...needed];
}

/** The scanner's worker and its wasm are files of their own, which no chunk imports. */
function filesOfOfficer(chunks: readonly Rolldown.OutputChunk[], names: readonly string[]): string[] {
  const wanted = chunks.filter(({ name }) => name === officerDoor);
  const needed = filesOf(chunks, wanted, { isLater: true });
  for (const name of names) if (/decode\.worker-[\w-]+\.js$|\.wasm$/.test(name)) needed.add(name);
  return [...needed];
}

/** Some chunks with what they import, and with what they load later where that is asked for. */
function filesOf(
  chunks: readonly Rolldown.OutputChunk[],
  wanted: readonly Rolldown.OutputChunk[],
  { isLater }: { isLater: boolean },
): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set<string>();
  const need = (fileName: string) => {
    const chunk = byName.get(fileName);
    if (!chunk || needed.has(fileName)) return;
    needed.add(fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) needed.add(style);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) needed.add(asset);
    for (const imported of chunk.imports) need(imported);
    // The entry loads every door later: those are not this one's.
    if (isLater && !chunk.isEntry) for (const imported of chunk.dynamicImports) need(imported);
  };
  for (const chunk of wanted) need(chunk.fileName);
  return needed;
}
