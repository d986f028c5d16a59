import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const kept = join(root, '.cache', 'bench')

/** Where benchmarks keep things; all but the programs is ignored by git and may be deleted at any time. */
export const places = {
  root,
  launcher: join(root, 'scripts', 'packline'),
  programs: join(import.meta.dirname, 'programs'),
  sets: join(kept, 'sets'),
  facts: join(kept, 'facts'),
  peers: join(kept, 'peers'),
  work: join(kept, 'work'),
  results: join(kept, 'results')
}
